#include "catch.hpp"
#include "git/temp_repository.hpp"
#include "git/work_tree.hpp"

using cb::git::source_at;

namespace {

class KeptWarnings : public cb::Log {
public:
    void write(cb::Level /*level*/, std::string_view message) override { text += message; }
    std::string text{};
};

struct WorkTreeBed {
    TempRepository temp{};
    KeptWarnings log{};
    cb::CommitId commit = make_commit();

    cb::CommitId make_commit()
    {
        temp.write(".gitignore", "ignored\n");
        temp.write("file", "x");
        return temp.commit("first");
    }

    [[nodiscard]] cb::Source source(const cb::git::SourceNames& names = {})
    {
        return source_at(temp.path(), names, "local", log);
    }
};

} // namespace

TEST_CASE("a clean work tree is its commit")
{
    WorkTreeBed bed;
    bed.temp.write("ignored", "x");
    bed.temp.shell("touch -d @1 file"); // a new time alone is not a change
    const auto source = bed.source();
    CHECK(source.commit == bed.commit);
    CHECK(source.branch == "main");
    CHECK(source.repo == "project");
    CHECK_FALSE(source.dirty);
    CHECK(bed.log.text.empty());
}

TEST_CASE("a work tree with changes does not pass for its commit")
{
    WorkTreeBed bed;
    SECTION("changed")
    {
        bed.temp.write("file", "y");
    }
    SECTION("staged")
    {
        bed.temp.write("file", "y");
        bed.temp.git({"add", "file"});
    }
    SECTION("untracked")
    {
        bed.temp.write("new", "y");
    }
    SECTION("deleted")
    {
        std::filesystem::remove(bed.temp.path() / "file");
    }
    SECTION("in a submodule")
    {
        TempRepository library;
        library.write("lib.c", "v1");
        library.commit("v1");
        bed.temp.git({"-c",
                      "protocol.file.allow=always",
                      "submodule",
                      "--quiet",
                      "add",
                      library.path().native(),
                      "lib"});
        bed.temp.commit("with a submodule");
        REQUIRE_FALSE(bed.source().dirty);
        bed.temp.write("lib/lib.c", "v2");
    }
    const auto source = bed.source();
    CHECK(source.commit);
    CHECK(source.dirty);
    CHECK_THAT(bed.log.text, CB_CONTAINS(bed.temp.path().native() + " differs from its commit"));
}

TEST_CASE("the source is that of the directory, not of where we are")
{
    WorkTreeBed bed;
    std::filesystem::create_directory(bed.temp.path() / "ignored");
    CHECK(source_at(bed.temp.path() / "ignored", {}, "local", bed.log).commit == bed.commit);
    const auto outside = bed.temp.beside("outside");
    std::filesystem::create_directory(outside);
    const auto source = source_at(outside, {}, "local", bed.log);
    CHECK(source.repo == "local");
    CHECK_FALSE(source.commit);
    CHECK_FALSE(source.dirty);
}

TEST_CASE("another project or commit has nothing of the work tree")
{
    WorkTreeBed bed;
    bed.temp.write("file", "y");
    const auto other = cb::CommitId::parse(std::string(40, 'a')).value();
    auto source = bed.source({.repo = "other", .branch = {}, .commit = {}});
    CHECK(source.repo == "other");
    CHECK_FALSE(source.commit);
    CHECK_FALSE(source.dirty);
    CHECK_THAT(bed.log.text,
               CB_CONTAINS("other is not the project of this work tree, project: the results "
                           "belong to no commit"));
    bed.log.text.clear();
    source = bed.source({.repo = {}, .branch = "side", .commit = other});
    CHECK(source.repo == "project");
    CHECK(source.commit == other);
    CHECK(source.branch == "side");
    CHECK(source.author == std::nullopt);
    CHECK_FALSE(source.dirty);
    CHECK(bed.log.text.empty());
}

TEST_CASE("a work tree in an unknown state does not pass for its commit")
{
    WorkTreeBed bed;
    cb::replace_file(bed.temp.path() / ".git/index", "damaged");
    CHECK(bed.source().dirty);
    CHECK_THAT(bed.log.text, CB_CONTAINS("git cannot determine"));
}
