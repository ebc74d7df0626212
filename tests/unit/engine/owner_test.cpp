#include "base/file.hpp"
#include "catch.hpp"
#include "engine/owner.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

using namespace cb;
using namespace cb::engine;

namespace {

/// A name created by a process that then ended without cleanup. \pre this process has created no
/// name yet
std::string name_of_a_killed_process()
{
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const auto child = ::fork();
    if (child == 0) {
        const auto name = make_run_name();
        const auto put = ::write(ends[1], name.data(), name.size());
        ::_exit(put == static_cast<ssize_t>(name.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::array<char, 100> text{};
    const auto got = ::read(ends[0], text.data(), text.size());
    ::close(ends[0]);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(got > 0);
    return {text.data(), static_cast<std::size_t>(got)};
}

} // namespace

TEST_CASE("what a process has that lives is no orphan, and what a killed one had is")
{
    static const TempDir dir; // lives as long as the process, because its own lock is there
    ::setenv("CB_LOCK_DIR", dir.path().c_str(), 1);
    const auto killed = name_of_a_killed_process();
    const auto ours = make_run_name();
    CHECK(ours.starts_with("run-"));
    CHECK(make_run_name() != ours);
    CHECK_FALSE(is_orphan(ours));
    CHECK(is_orphan(killed));
    CHECK(is_orphan(killed)); // its lock file no longer exists

    // A second link to a lock file must not make a live owner's name an orphan.
    const auto lock = dir.path() / ("owner-" + ours.substr(13, 8));
    std::filesystem::create_hard_link(lock, dir.path() / "second");
    CHECK_FALSE(is_orphan(ours));
    std::filesystem::remove(dir.path() / "second");
    CHECK_FALSE(is_orphan(ours));

    // What only resembles a name belongs to nobody.
    for (const char* const name : {"", "run-", "run-abc", "cb-run", "run-00000000-00000000-1"}) {
        INFO(name);
        CHECK_FALSE(is_orphan(name));
    }
    auto evil = killed;
    evil.replace(13, 8, "../../x1");
    CHECK_FALSE(is_orphan(evil));

    const TempDir other; // another lock directory is another namespace
    ::setenv("CB_LOCK_DIR", other.path().c_str(), 1);
    CHECK_FALSE(is_orphan(killed));
    ::setenv("CB_LOCK_DIR", dir.path().c_str(), 1);
}
