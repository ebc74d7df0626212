#include "catch.hpp"
#include "git/temp_repository.hpp"

#include <fmt/format.h>

using cb::git::ExportLimits;
using cb::git::Repository;

namespace {

/// A repository with one file object, and a target directory with a neighbour.
struct HostileBed {
    TempRepository temp{};
    std::string blob = temp.store_object("blob", "owned");
    std::filesystem::path out = temp.beside("jail/out");

    HostileBed() { std::filesystem::create_directories(out); }

    [[nodiscard]] std::string tree(const std::string& bytes) const
    {
        return temp.store_object("tree", bytes);
    }

    /// The error of export_tree for the tree; "" if it accepts the tree.
    [[nodiscard]] std::string refusal(const std::string& tree_id,
                                      const ExportLimits& limits = {}) const
    {
        try {
            static_cast<void>(export_to(
                out, Repository::open(temp.path()), temp.commit_of_tree(tree_id), limits));
        } catch (const cb::Error& error) {
            CHECK(error.code() == cb::Errc::bad_input);
            return error.what();
        }
        return "";
    }

    /// Checks that nothing outside the target directory changed.
    void check_nothing_escaped() const
    {
        CHECK(std::distance(std::filesystem::directory_iterator{temp.beside("jail")}, {}) == 1);
    }
};

} // namespace

TEST_CASE("names that lead out of the directory are refused")
{
    const HostileBed bed;
    const std::string name =
        GENERATE("..", ".", ".git", ".GIT", "../escape", "/tmp/escape", "a/b", "../../escape");
    INFO(name);
    CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("100644", name, bed.blob))),
               CB_CONTAINS("the forbidden name \"" + name + "\""));
    const auto inner = bed.tree(raw_tree_entry("100644", "file", bed.blob));
    CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("40000", name, inner))),
               CB_CONTAINS("forbidden name"));
    CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("120000", name, bed.blob))),
               CB_CONTAINS("forbidden name"));
    CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("160000", name, std::string(40, 'a')))),
               CB_CONTAINS("forbidden name"));
    CHECK(std::filesystem::is_empty(bed.out));
    bed.check_nothing_escaped();
}

TEST_CASE("an empty name is refused, here or by libgit2")
{
    const HostileBed bed;
    CHECK_FALSE(bed.refusal(bed.tree(raw_tree_entry("100644", "", bed.blob))).empty());
}

TEST_CASE("nothing is written through a symbolic link of the tree")
{
    const HostileBed bed;
    const auto target = bed.temp.store_object("blob", "..");
    const auto inner = bed.tree(raw_tree_entry("100644", "escape", bed.blob));
    const auto link = raw_tree_entry("120000", "door", target);
    SECTION("as a directory of the same name")
    {
        CHECK_THAT(bed.refusal(bed.tree(link + raw_tree_entry("40000", "door", inner))),
                   CB_CONTAINS("several entries named \"door\""));
    }
    SECTION("as a file of the same name")
    {
        const auto outside = bed.temp.store_object("blob", "../escape");
        CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("120000", "door", outside) +
                                        raw_tree_entry("100644", "door", bed.blob))),
                   CB_CONTAINS("several entries named \"door\""));
    }
    bed.check_nothing_escaped();
}

TEST_CASE("two entries of one name are refused")
{
    const HostileBed bed;
    const auto entry = raw_tree_entry("100644", "twice", bed.blob);
    CHECK_THAT(bed.refusal(bed.tree(entry + entry)),
               CB_CONTAINS("several entries named \"twice\""));
}

TEST_CASE("a symbolic link needs a target")
{
    const HostileBed bed;
    const auto target = GENERATE(std::string{}, std::string{"a\0b", 3});
    const auto blob = bed.temp.store_object("blob", target);
    CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("120000", "link", blob))),
               CB_CONTAINS("symbolic link with an empty target"));
}

TEST_CASE("a very deep tree is refused, a deep one is not")
{
    const HostileBed bed;
    auto tree = bed.tree(raw_tree_entry("100644", "file", bed.blob));
    for (int i = 0; i < 256; ++i) {
        tree = bed.tree(raw_tree_entry("40000", "d", tree));
    }
    CHECK(bed.refusal(tree).empty());
    std::filesystem::remove_all(bed.out / "d");
    tree = bed.tree(raw_tree_entry("40000", "d", tree));
    CHECK_THAT(bed.refusal(tree), CB_CONTAINS("more than 256 levels deep"));
}

TEST_CASE("a tree that multiplies itself is stopped by the limits")
{
    const HostileBed bed;
    std::string level;
    for (int i = 0; i < 10; ++i) {
        level += raw_tree_entry("100644", fmt::format("f{}", i), bed.blob);
    }
    auto tree = bed.tree(level);
    for (int depth = 0; depth < 12; ++depth) {
        std::string wider;
        for (int i = 0; i < 10; ++i) {
            wider += raw_tree_entry("40000", fmt::format("d{}", i), tree);
        }
        tree = bed.tree(wider);
    }
    CHECK_THAT(bed.refusal(tree, {.total = cb::Bytes{1U << 30U}, .entries = 1000}),
               CB_CONTAINS("exceeds the limit of files and directories"));
    std::filesystem::remove_all(bed.out);
    std::filesystem::create_directory(bed.out);
    CHECK_THAT(bed.refusal(tree, {.total = cb::Bytes{99}, .entries = 1'000'000}),
               CB_CONTAINS("is larger than"));
}

TEST_CASE("the limits hold to the byte and to the entry")
{
    const HostileBed bed;
    const auto tree =
        bed.tree(raw_tree_entry("100644", "a", bed.blob) + raw_tree_entry("100644", "b", bed.blob));
    CHECK(bed.refusal(tree, {.total = cb::Bytes{10}, .entries = 2}).empty());
    for (const ExportLimits limits :
         {ExportLimits{cb::Bytes{9}, 2}, ExportLimits{cb::Bytes{10}, 1}}) {
        std::filesystem::remove_all(bed.out);
        std::filesystem::create_directory(bed.out);
        CHECK_FALSE(bed.refusal(tree, limits).empty());
    }
}

TEST_CASE("objects that are missing are the copy's fault, not the commit's")
{
    const HostileBed bed;
    const std::string missing(40, 'a');
    const std::string mode = GENERATE("100644", "40000", "120000");
    const auto commit = bed.temp.commit_of_tree(bed.tree(raw_tree_entry(mode, "gone", missing)));
    try {
        static_cast<void>(export_to(bed.out, Repository::open(bed.temp.path()), commit));
        FAIL("it was exported");
    } catch (const cb::Error& error) {
        CHECK(error.code() == cb::Errc::unavailable);
        CHECK_THAT(error.what(), CB_CONTAINS("reading gone"));
        CHECK_THAT(error.what(), CB_CONTAINS("fsck"));
    }
}

TEST_CASE("names and paths that no file system takes are refused by name")
{
    const HostileBed bed;
    const auto file = [&](std::size_t length) {
        return bed.tree(raw_tree_entry("100644", std::string(length, 'n'), bed.blob));
    };
    SECTION("a name")
    {
        CHECK(bed.refusal(file(255)).empty());
        std::filesystem::remove(bed.out / std::string(255, 'n'));
        const auto said = bed.refusal(file(256));
        CHECK_THAT(said, CB_CONTAINS("nnn… has a name"));
        CHECK(said.size() < 400);
        CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("40000", std::string(300, 'd'), file(1)))),
                   CB_CONTAINS("too long for the file system"));
    }
    SECTION("a path")
    {
        auto tree = file(240);
        for (int i = 0; i < 16; ++i) {
            tree = bed.tree(raw_tree_entry("40000", std::string(240, 'd'), tree));
        }
        CHECK_THAT(bed.refusal(tree), CB_CONTAINS("is a path of 3855 bytes; the longest is 3840"));
    }
    SECTION("the target of a link")
    {
        const auto target = bed.temp.store_object("blob", std::string(5000, 't'));
        CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("120000", "link", target))),
                   CB_CONTAINS("link has a name, or links to a name"));
    }
}

TEST_CASE("attributes that are too large are refused")
{
    const HostileBed bed;
    std::string rules;
    for (int i = 0; i < 30'000; ++i) {
        rules += "a.txt text\n";
    }
    const auto attributes = bed.temp.store_object("blob", rules);
    CHECK_THAT(bed.refusal(bed.tree(raw_tree_entry("100644", ".gitattributes", attributes))),
               CB_CONTAINS(".gitattributes is larger than"));
}

TEST_CASE("attributes of any bytes do no harm")
{
    const HostileBed bed;
    std::string rules =
        "[attr]a a\n[attr]b c\n[attr]c b\n* a b c -b !c filter=\n* filter\n\xFF\0 x\n";
    rules += std::string(100'000, '*') + " text\n[attr]" + std::string(10'000, 'm') + "\n";
    const auto attributes = bed.temp.store_object("blob", rules);
    const auto entry = raw_tree_entry("100644", ".gitattributes", attributes);
    auto tree = bed.tree(entry + raw_tree_entry("100644", "file", bed.blob));
    for (int i = 0; i < 50; ++i) {
        tree = bed.tree(entry + raw_tree_entry("40000", "d", tree));
    }
    CHECK(bed.refusal(tree).empty());
}
