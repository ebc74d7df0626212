#include "base/file.hpp"
#include "catch.hpp"
#include "host/core_queue.hpp"
#include "host/lock_directory.hpp"

#include <filesystem>

using namespace cb;
using namespace cb::host;

namespace {

std::vector<CpuSet> core_sets(std::initializer_list<const char*> lists)
{
    std::vector<CpuSet> found;
    for (const char* const list : lists) {
        found.push_back(CpuSet::parse(list).value());
    }
    return found;
}

std::size_t tickets(const std::filesystem::path& directory)
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{directory}) {
        count += entry.path().filename().native().starts_with("ticket-") ? 1U : 0U;
    }
    return count;
}

} // namespace

TEST_CASE("nobody overtakes who waits for the same core")
{
    const TempDir dir;
    CoreQueue holder{dir.path(), "the first"};
    auto held = holder.try_lock(core_sets({"0"}));
    REQUIRE(held);

    CoreQueue all{dir.path(), "a build"};
    REQUIRE_FALSE(all.try_lock(core_sets({"0", "1"})));
    CHECK(tickets(dir.path()) == 1);

    CoreQueue late{dir.path(), "a run"};
    const auto refused = late.try_lock(core_sets({"1"})); // which is free
    REQUIRE_FALSE(refused);
    CHECK(refused.error().why == CoreLocks::Busy::Why::awaited);
    CHECK(refused.error().holder == "a build");
    CHECK(late.awaited() == CpuSet::parse("0-1").value());
    CHECK(CoreQueue{dir.path(), "another"}.try_lock(core_sets({"2"})));

    held = CoreLocks{};
    REQUIRE_FALSE(late.try_lock(core_sets({"1"})));
    auto built = all.try_lock(core_sets({"0", "1"}));
    REQUIRE(built);
    built = CoreLocks{};
    // The next build asks immediately, but the run came first.
    REQUIRE_FALSE(all.try_lock(core_sets({"0", "1"})));
    CHECK(late.try_lock(core_sets({"1"})));
    CHECK(all.try_lock(core_sets({"0"})));
    CHECK(tickets(dir.path()) == 0);
}

TEST_CASE("who gives up or dies is out of the queue")
{
    const TempDir dir;
    CoreQueue holder{dir.path(), "the first"};
    const auto held = holder.try_lock(core_sets({"0"}));
    {
        CoreQueue waiting{dir.path(), "a build"};
        REQUIRE_FALSE(waiting.try_lock(core_sets({"0", "1"})));
    }
    CHECK(tickets(dir.path()) == 0);
    replace_file(dir.path() / "ticket-000000000001.000000000-0a", "1\na dead build\n");
    CHECK(CoreQueue{dir.path(), "a run"}.try_lock(core_sets({"1"})));
    CHECK(tickets(dir.path()) == 0);
}
