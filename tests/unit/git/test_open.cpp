#include "catch.hpp"
#include "git/repository.hpp"
#include "git/temp_repository.hpp"

#include <fmt/format.h>

#include <unistd.h>

using cb::git::Repository;

namespace {

cb::Error error_of_opening(const std::filesystem::path& path)
{
    try {
        const auto repository = Repository::open(path);
    } catch (const cb::Error& error) {
        return error;
    }
    FAIL("opening " << path << " did not fail");
    throw std::logic_error{"FAIL returned"};
}

} // namespace

TEST_CASE("a work tree opens from its top and from any directory inside")
{
    TempRepository temp;
    temp.write("src/deep/file", "x");
    temp.commit("first");
    CHECK(Repository::open(temp.path()).path() == temp.path());
    CHECK(Repository::open(temp.path() / "src/deep").path() == temp.path());
    CHECK(Repository::open(temp.path() / ".git").path() == temp.path());
}

TEST_CASE("a bare repository opens")
{
    TempRepository temp{{"--bare"}};
    CHECK(Repository::open(temp.path()).path() == temp.path());
}

TEST_CASE("a linked work tree opens as itself, under the main repository's name")
{
    TempRepository temp;
    temp.commit("first");
    const auto linked = temp.beside("linked");
    temp.git({"worktree", "add", "--quiet", "-b", "side", linked.native()});
    const auto repository = Repository::open(linked);
    CHECK(repository.path() == linked);
    CHECK(repository.name() == "project");
    CHECK(repository.head().branch == "side");
}

TEST_CASE("a repository starts at its top, not at the directories inside or around it")
{
    TempRepository temp;
    temp.write("src/file", "x");
    temp.git({"init", "--quiet", "--bare", temp.beside("bare.git").native()});
    CHECK(Repository::is_at(temp.path()));
    CHECK(Repository::is_at(temp.path() / ""));
    CHECK(Repository::is_at(temp.path() / "src/.."));
    CHECK(Repository::is_at(temp.beside("bare.git")));
    CHECK_FALSE(Repository::is_at(temp.path() / "src"));
    CHECK_FALSE(Repository::is_at(temp.path() / "src/"));
    CHECK_FALSE(Repository::is_at(temp.path().parent_path()));
    CHECK_FALSE(Repository::is_at(temp.beside("missing")));
    CHECK_FALSE(Repository::open_at(temp.path() / "src"));
    CHECK(Repository::open_at(temp.path()));
}

TEST_CASE("where no repository is, the error says so")
{
    TempRepository temp;
    for (const auto* const name : {"missing", "empty"}) {
        std::filesystem::create_directory(temp.beside("empty"));
        const auto error = error_of_opening(temp.beside(name));
        CHECK(error.code() == cb::Errc::usage);
        CHECK(error.what() == "no git repository at " + temp.beside(name).native());
    }
}

TEST_CASE("somebody else's repository is refused with the command that allows it")
{
    TempRepository temp;
    if (::geteuid() == 0) {
        REQUIRE(::chown(temp.path().c_str(), 65534, 65534) == 0);
        REQUIRE(::chown((temp.path() / ".git").c_str(), 65534, 65534) == 0);
    } else { // a work tree that is certainly another user's
        temp.git({"config", "core.worktree", "/usr"});
    }
    const auto error = error_of_opening(temp.path());
    CHECK(error.code() == cb::Errc::system);
    CHECK_THAT(error.what(), CB_CONTAINS("git config --global --add safe.directory "));
    CHECK_THAT(error.what(), CB_CONTAINS(temp.path().native()));
    CHECK(Repository::is_at(temp.path()));
    CHECK_FALSE(Repository::open_at(temp.path()));
}

TEST_CASE("a SHA-256 repository is refused with the reason")
{
    TempRepository temp{{"--object-format=sha256"}};
    const auto error = error_of_opening(temp.path());
    CHECK(error.code() == cb::Errc::bad_input);
    CHECK_THAT(error.what(), CB_CONTAINS("SHA-256"));
}

TEST_CASE("a repository with a reftable is refused with what helps")
{
    TempRepository temp; // from git 2.45 or later; the parts that are read are the same
    temp.git({"config", "core.repositoryFormatVersion", "1"});
    temp.shell("printf '[extensions]\\n\\trefStorage = reftable\\n' >> .git/config");
    const auto error = error_of_opening(temp.path());
    CHECK(error.code() == cb::Errc::bad_input);
    CHECK_THAT(error.what(), CB_CONTAINS("git refs migrate --ref-format=files"));
}

TEST_CASE("an extension that reading does not depend on is no hindrance")
{
    const auto* const name =
        GENERATE("relativeWorktrees", "submodulePathConfig", "preciousObjects", "worktreeConfig");
    TempRepository temp;
    const auto commit = temp.commit("first");
    const auto linked = temp.beside("linked");
    temp.git({"worktree", "add", "--quiet", "-b", "side", linked.native()});
    cb::replace_file(linked / ".git", "gitdir: ../project/.git/worktrees/linked\n");
    cb::replace_file(temp.path() / ".git/worktrees/linked/gitdir", "../../../../linked/.git\n");
    temp.shell(fmt::format("printf '[core]\\n\\trepositoryFormatVersion = 1\\n[extensions]\\n"
                           "\\t{} = true\\n' >> .git/config",
                           name));
    CHECK(Repository::open(temp.path()).head().commit == commit);
    CHECK(Repository::open(linked).head().branch == "side");
}

TEST_CASE("a sparse check-out opens, and so does a partial clone")
{
    TempRepository temp;
    temp.write("a/file", "a");
    temp.write("b/file", "b");
    const auto commit = temp.commit("first");
    temp.git({"sparse-checkout", "set", "a"});
    CHECK(Repository::open(temp.path()).head().commit == commit);

    temp.git({"config", "uploadpack.allowFilter", "true"});
    const auto partial = temp.beside("partial");
    temp.git({"clone",
              "--quiet",
              "--filter=blob:none",
              "--no-checkout",
              "file://" + temp.path().native(),
              partial.native()});
    CHECK(Repository::open(partial).head().commit == commit);
}

TEST_CASE("an unknown format is refused with its name")
{
    TempRepository temp;
    temp.git({"config", "core.repositoryformatversion", "1"});
    temp.git({"config", "extensions.fromthefuture", "true"});
    const auto error = error_of_opening(temp.path());
    CHECK(error.code() == cb::Errc::bad_input);
    CHECK_THAT(error.what(), CB_CONTAINS("fromthefuture"));
}
