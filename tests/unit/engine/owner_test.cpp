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

/// A name that a process gave which then ended without any clean-up. \pre we gave none yet
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
    static const TempDir dir; // as long as the process: its own lock is there
    ::setenv("CB_LOCK_DIR", dir.path().c_str(), 1);
    const auto killed = name_of_a_killed_process();
    const auto ours = make_run_name();
    CHECK(ours.starts_with("run-"));
    CHECK(make_run_name() != ours);
    CHECK_FALSE(is_orphan(ours));
    CHECK(is_orphan(killed));
    CHECK(is_orphan(killed)); // its lock file is gone now

    // Whoever gives a lock a second name makes no orphan of what lives.
    const auto lock = dir.path() / ("owner-" + ours.substr(13, 8));
    std::filesystem::create_hard_link(lock, dir.path() / "second");
    CHECK_FALSE(is_orphan(ours));
    std::filesystem::remove(dir.path() / "second");
    CHECK_FALSE(is_orphan(ours));

    // What only looks like a name is nobody's.
    for (const char* const name : {"", "run-", "run-abc", "cb-run", "run-00000000-00000000-1"}) {
        INFO(name);
        CHECK_FALSE(is_orphan(name));
    }
    auto evil = killed;
    evil.replace(13, 8, "../../x1");
    CHECK_FALSE(is_orphan(evil));

    const TempDir other; // another directory of locks is another place
    ::setenv("CB_LOCK_DIR", other.path().c_str(), 1);
    CHECK_FALSE(is_orphan(killed));
    ::setenv("CB_LOCK_DIR", dir.path().c_str(), 1);
}
