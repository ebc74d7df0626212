#include "base/file.hpp"
#include "catch.hpp"
#include "engine/native/native_image.hpp"
#include "engine/prune.hpp"
#include "environment.hpp"

using namespace cb;
using namespace cb::engine;

namespace {

constexpr UseTime now{std::chrono::hours{1000}};

Built built(const char* name, int hours_ago, std::uint64_t bytes)
{
    return {name, "a", now - std::chrono::hours{hours_ago}, bytes};
}

PruneWish keep(std::uint64_t count)
{
    PruneWish wish;
    wish.keep = count;
    return wish;
}

PruneWish older_than(Duration time)
{
    PruneWish wish;
    wish.older_than = time;
    return wish;
}

PruneWish max_size(std::uint64_t bytes)
{
    PruneWish wish;
    wish.max_size = Bytes{bytes};
    return wish;
}

std::string chosen(const PruneWish& wish)
{
    std::string names;
    for (const auto& one : choose_to_prune(
             {built("b", 2, 100), built("d", 4, 10), built("a", 1, 50), built("c", 3, 20)},
             wish,
             now)) {
        names += one.name;
    }
    return names;
}

} // namespace

TEST_CASE("what was used last is kept")
{
    CHECK(chosen(keep(2)) == "cd");
    CHECK(chosen(keep(0)) == "abcd");
    CHECK(chosen(keep(9)).empty());
    CHECK(chosen(older_than(std::chrono::minutes{150})) == "cd");
    auto both = keep(3);
    both.older_than = std::chrono::hours{1};
    CHECK(chosen(both) == "bcd");
}

TEST_CASE("what does not fit goes, and what was used before it")
{
    CHECK(chosen(max_size(150)) == "cd");
    CHECK(chosen(max_size(149)) == "bcd");
    CHECK(chosen(max_size(0)) == "abcd");
}

TEST_CASE("a tree that is used is not taken")
{
    const TempDir tree;
    {
        const auto first = TreeUse::share(tree.path());
        const auto second = TreeUse::share(tree.path());
        CHECK(first);
        CHECK(second);
        CHECK_FALSE(TreeUse::take_unused(tree.path()));
    }
    CHECK(TreeUse::take_unused(tree.path()));
    CHECK_FALSE(TreeUse::share(tree.path() / "gone"));
}

TEST_CASE("the last builds of each repository are kept")
{
    constexpr UseTime today{std::chrono::hours{1000}};
    const std::vector<Built> builds{{"a1", "a", today, 1},
                                    {"a2", "a", today - std::chrono::hours{1}, 1},
                                    {"b1", "b", today - std::chrono::hours{2}, 1},
                                    {"b2", "b", today - std::chrono::hours{3}, 1}};
    const auto removed = choose_to_prune(builds, keep(1), today);
    REQUIRE(removed.size() == 2);
    CHECK(removed[0].name == "a2");
    CHECK(removed[1].name == "b2");
}

TEST_CASE("an image that a run has claimed is not free")
{
    const TempDir home;
    const SetVariable cache{"XDG_CACHE_HOME", home.path().native()};
    note_use(Engine::docker, "sha256:1", "mirage/index");
    CHECK(find_last_use(Engine::docker, "sha256:1")->repository == "mirage/index");
    CHECK_FALSE(find_last_use(Engine::podman, "sha256:1"));
    {
        const auto first = ImageUse::share(Engine::docker, "sha256:1");
        const auto second = ImageUse::share(Engine::docker, "sha256:1");
        CHECK_FALSE(ImageUse::take_unused(Engine::docker, "sha256:1"));
        CHECK(ImageUse::take_unused(Engine::docker, "sha256:2"));
    }
    CHECK(ImageUse::take_unused(Engine::docker, "sha256:1"));
}
