#include "catch.hpp"
#include "git/disk_tree.hpp"
#include "git/shallow_copy.hpp"
#include "git/submodule.hpp"
#include "git/tar_tree.hpp"
#include "git/temp_repository.hpp"

#include <sys/stat.h>

using cb::git::Repository;

namespace {

std::filesystem::path make_directory(const TempRepository& temp, std::string_view name)
{
    auto path = temp.beside(name);
    std::filesystem::create_directory(path);
    return path;
}

/// Every path with its type, mode, time and link target, and every file's hash.
std::string listing(const TempRepository& temp, const std::filesystem::path& directory)
{
    return temp.shell("cd '" + directory.native() +
                      "'; find . -printf '%p %y %m %T@ %l\\n' | LC_ALL=C sort;"
                      " find . -type f -exec sha256sum {} + | LC_ALL=C sort");
}

cb::git::Exported
exported(const TempRepository& temp, const cb::CommitId& commit, const std::filesystem::path& to)
{
    return export_to(to, Repository::open(temp.path()), commit);
}

} // namespace

TEST_CASE("an export is what git archive packs: content, modes, links and times")
{
    TempRepository temp;
    temp.write("README", "hello\r\n");
    temp.write("src/run.sh", "#!/bin/sh\n");
    std::filesystem::permissions(temp.path() / "src/run.sh", std::filesystem::perms{0755});
    temp.write("src/deep/er/empty", "");
    temp.write("odd\xFFname\n", std::string("\0binary\xFF", 8));
    std::filesystem::create_symlink("../README", temp.path() / "src/link");
    std::filesystem::create_symlink("/etc", temp.path() / "absolute");
    std::filesystem::create_symlink("nowhere", temp.path() / "dangling");
    const auto commit = temp.commit("first");
    temp.write("README", "dirty");
    temp.write("untracked", "dirty");

    const auto ours = make_directory(temp, "ours");
    const auto theirs = make_directory(temp, "theirs");
    const auto facts = exported(temp, commit, ours);
    temp.shell("git -c tar.umask=0022 archive HEAD | tar -x -p -C ../theirs; touch -d @" +
               std::to_string(temp.clock) + " ../theirs");
    CHECK(listing(temp, ours) == listing(temp, theirs));
    CHECK(facts.files == 7);
    CHECK(facts.bytes == cb::Bytes{7 + 10 + 0 + 8 + 9 + 4 + 7});
    CHECK(facts.missing_submodules.empty());
}

TEST_CASE("a packed commit is what a directory gets")
{
    TempRepository temp;
    const std::string deep = "deep/" + std::string(120, 'd') + "/" + std::string(200, 'e');
    temp.write("README", "hello\r\n");
    temp.write(deep + "/" + std::string(255, 'f'), "x");
    temp.write("run.sh", "#!/bin/sh\n");
    std::filesystem::permissions(temp.path() / "run.sh", std::filesystem::perms{0755});
    temp.write("odd\xFFname\n", std::string("\0binary\xFF", 8));
    temp.write("large", std::string(3'000'000, 'l'));
    temp.write("empty", "");
    std::filesystem::create_symlink("../README", temp.path() / "link");
    std::filesystem::create_symlink(std::string(3000, 't'), temp.path() / "long link");
    const auto commit = temp.commit("first");
    const auto repository = Repository::open(temp.path());
    const auto pack = [&] {
        std::string archive;
        cb::git::TarTree tar{cb::git::export_time(repository, commit),
                             "in/",
                             [&archive](std::string_view piece) { archive += piece; }};
        CHECK(cb::git::export_tree(repository, commit, tar).files == 8);
        tar.finish();
        return archive;
    };
    const auto archive = pack();
    CHECK(pack() == archive);
    temp.write("../archive.tar", archive);
    const auto unpacked = make_directory(temp, "unpacked");
    const auto disk = make_directory(temp, "disk");
    temp.shell("tar -x -p -f ../archive.tar -C ../unpacked");
    static_cast<void>(export_to(disk, repository, commit));
    temp.shell("touch -d @" + std::to_string(temp.clock) + " ../unpacked/in");
    CHECK(listing(temp, unpacked / "in") == listing(temp, disk));
    CHECK_THAT(temp.shell("tar -t -v --numeric-owner -f ../archive.tar in/run.sh"),
               CB_CONTAINS("-rwxr-xr-x 0/0"));
}

TEST_CASE("a shallow copy is a clean checkout of exactly the commit")
{
    TempRepository temp;
    temp.write("secret", "removed later");
    const auto first = temp.commit("first");
    std::filesystem::remove(temp.path() / "secret");
    temp.write("src/file", "text");
    temp.write("same", "text");
    std::filesystem::create_symlink("same", temp.path() / "link");
    temp.git({"remote", "add", "origin", "https://user:token@example.org/x"});
    const auto commit = temp.commit("second");
    const auto repository = Repository::open(temp.path());
    const auto copy = make_directory(temp, "copy");
    cb::git::DiskTree tree{copy, 1'700'000'000};
    static_cast<void>(cb::git::export_tree(repository, commit, tree));
    cb::git::add_shallow_copy(repository, commit, tree);
    tree.finish();
    const auto git = [&temp](const std::string& words) {
        return temp.shell("cd ../copy && git -c safe.directory='*' " + words + " 2>&1");
    };
    CHECK(git("status --porcelain").empty());
    CHECK(git("rev-parse HEAD") == commit.hex());
    CHECK(git("log --format=%s") == "second");
    CHECK(git("fsck --strict").find("error") == std::string::npos);
    CHECK(git("ls-files") == "link\nsame\nsrc/file");
    CHECK(git("remote -v").empty());
    CHECK(git("cat-file -e " + first.hex() + " && echo there; true #").empty());
    CHECK(git("cat-file -e " + commit.hex() + " && echo there; true #") == "there");
    CHECK_FALSE(std::filesystem::exists(copy / ".git/hooks"));
}

TEST_CASE("what a writer throws ends the packing")
{
    TempRepository temp;
    temp.write("large", std::string(3'000'000, 'l'));
    const auto commit = temp.commit("first");
    struct Full {};
    cb::git::TarTree tar{0, "", [](std::string_view) { throw Full{}; }};
    CHECK_THROWS_AS(
        static_cast<void>(cb::git::export_tree(Repository::open(temp.path()), commit, tar)), Full);
}

TEST_CASE("an export does not depend on the umask")
{
    TempRepository temp;
    temp.write("a/file", "x");
    const auto commit = temp.commit("first");
    const auto open = make_directory(temp, "open");
    const auto closed = make_directory(temp, "closed");
    const auto before = ::umask(0);
    static_cast<void>(exported(temp, commit, open / "."));
    ::umask(0077);
    static_cast<void>(exported(temp, commit, closed / "."));
    ::umask(before);
    CHECK(listing(temp, open / "a") == listing(temp, closed / "a"));
}

TEST_CASE("an empty tree exports to an empty directory")
{
    TempRepository temp;
    const auto commit = temp.commit("empty");
    const auto to = make_directory(temp, "out");
    CHECK(exported(temp, commit, to).files == 0);
    CHECK(std::filesystem::is_empty(to));
}

TEST_CASE("a submodule's content comes from its repository where that is there")
{
    TempRepository library;
    library.write("lib.c", "v1");
    const auto old = library.commit("v1");
    TempRepository temp;
    temp.git({"-c",
              "protocol.file.allow=always",
              "submodule",
              "--quiet",
              "add",
              "--name",
              "odd/name",
              library.path().native(),
              "deps/lib"});
    const auto commit = temp.commit("with a submodule");

    SECTION("in the work tree")
    {
        const auto to = make_directory(temp, "out");
        CHECK(exported(temp, commit, to).missing_submodules.empty());
        CHECK(cb::read_file(to / "deps/lib/lib.c", cb::Bytes{9}) == "v1");
    }
    SECTION("with what is missing in it")
    {
        const auto inner = temp.path() / "deps/lib";
        const std::string missing(40, 'b');
        temp.git({"-C",
                  inner.native(),
                  "update-index",
                  "--add",
                  "--cacheinfo",
                  "160000," + missing + ",sub"});
        temp.git({"-C", inner.native(), "commit", "--quiet", "-m", "inner"});
        const auto outer = temp.commit("outer");
        CHECK(
            cb::git::missing_submodules(Repository::open(temp.path()), outer) ==
            std::vector{cb::git::Submodule{"deps/lib/sub", cb::CommitId::parse(missing).value()}});
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), commit).empty());
    }
    SECTION("in .git/modules, under any name")
    {
        std::filesystem::remove_all(temp.path() / "deps");
        const auto to = make_directory(temp, "out");
        CHECK(exported(temp, commit, to).missing_submodules.empty());
        CHECK(cb::read_file(to / "deps/lib/lib.c", cb::Bytes{9}) == "v1");
    }
    SECTION("and is named where it is not")
    {
        std::filesystem::remove_all(temp.path() / "deps");
        std::filesystem::remove_all(temp.path() / ".git/modules");
        const auto to = make_directory(temp, "out");
        CHECK(exported(temp, commit, to).missing_submodules ==
              std::vector<std::string>{"deps/lib"});
        CHECK(std::filesystem::is_empty(to / "deps/lib"));
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), commit) ==
              std::vector{cb::git::Submodule{"deps/lib", old}});
    }
    SECTION("and is named where its repository lacks the commit")
    {
        library.write("lib.c", "v2");
        const auto newer = library.commit("v2");
        temp.git({"update-index", "--cacheinfo", "160000," + newer.hex() + ",deps/lib"});
        temp.git({"commit", "--quiet", "-m", "newer"});
        const auto to = make_directory(temp, "out");
        CHECK(exported(temp, temp.id_of("HEAD"), to).missing_submodules ==
              std::vector<std::string>{"deps/lib"});
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), temp.id_of("HEAD")) ==
              std::vector{cb::git::Submodule{"deps/lib", newer}});
    }
}

TEST_CASE("a submodule below a link of the work tree reads no other repository of the machine")
{
    TempRepository secret;
    secret.write("secret", "of the host");
    const auto inside = secret.commit("secret");
    TempRepository temp;
    const auto hostile = [&](const std::string& path) {
        temp.git({"update-index", "--add", "--cacheinfo", "160000," + inside.hex() + "," + path});
        temp.git({"commit", "--quiet", "-m", "hostile"});
        return temp.id_of("HEAD");
    };
    std::string path;
    SECTION("on the way")
    {
        path = "link/sub";
        temp.git({"init", "--quiet"});
        const auto commit = hostile(path);
        std::filesystem::create_directory_symlink(secret.path().parent_path(),
                                                  temp.path() / "link");
        path = "link/" + secret.path().filename().native();
        const auto other = hostile(path);
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), commit).size() == 1);
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), other).size() == 2);
    }
    SECTION("at the end")
    {
        path = "sub";
        const auto commit = hostile(path);
        std::filesystem::remove_all(temp.path() / path);
        std::filesystem::create_directory_symlink(secret.path(), temp.path() / path);
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), commit).size() == 1);
        const auto to = make_directory(temp, "out");
        CHECK(exported(temp, commit, to).missing_submodules == std::vector<std::string>{path});
        CHECK(std::filesystem::is_empty(to / path));
    }
    SECTION("by a file that names its git directory")
    {
        path = "sub";
        const auto commit = hostile(path);
        temp.write("sub/.git", "gitdir: " + (secret.path() / ".git").native() + "\n");
        CHECK(cb::git::missing_submodules(Repository::open(temp.path()), commit).size() == 1);
    }
}

TEST_CASE("an export needs a directory and a commit that exist")
{
    TempRepository temp;
    const auto commit = temp.commit("first");
    CHECK_THROWS_WITH(exported(temp, commit, temp.beside("missing")),
                      CB_CONTAINS("No such file or directory"));
    const auto unknown = cb::CommitId::parse(std::string(40, 'a')).value();
    CHECK_THROWS_WITH(exported(temp, unknown, make_directory(temp, "out")),
                      CB_CONTAINS("has no commit"));
}
