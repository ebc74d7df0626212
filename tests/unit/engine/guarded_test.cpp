#include "base/error.hpp"
#include "base/file.hpp"
#include "base/quantity.hpp"
#include "catch.hpp"
#include "engine/guarded.hpp"

#include <sys/file.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <thread>
#include <unistd.h>

using namespace cb;
using namespace cb::engine;
using namespace std::chrono_literals;

namespace {

Command guarded_shell(const std::string& script)
{
    return {.argv = {"/bin/sh", "-c", script}};
}

bool wait_until(const std::function<bool()>& condition)
{
    for (int i = 0; i < 2000; ++i) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

/// A zombie counts as gone.
bool is_gone(pid_t pid)
{
    const auto stat = read_small_file("/proc/" + std::to_string(pid) + "/stat");
    return !stat || stat->find(") Z ") != std::string::npos;
}

pid_t pid_in(const std::filesystem::path& file)
{
    REQUIRE(wait_until([&file] {
        const auto text = read_small_file(file);
        return text && text->ends_with('\n');
    }));
    return static_cast<pid_t>(
        parse_count(trimmed(read_file(file, Bytes{100})), 2, 1U << 30U).value());
}

/// Starts a process that runs the guarded program and waits for it, and then kills that process.
pid_t killed_owner_of(const std::string& script, const std::filesystem::path& pid_file)
{
    const pid_t owner = ::fork();
    if (owner == 0) {
        Guarded program{guarded_shell(script), {}};
        static_cast<void>(program.wait(deadline_in(60s)));
        ::_exit(0);
    }
    const auto program = pid_in(pid_file);
    ::kill(owner, SIGKILL);
    ::waitpid(owner, nullptr, 0);
    return program;
}

} // namespace

TEST_CASE("a guarded program's end and its failure to start are its own")
{
    Guarded exits{guarded_shell("exit 3"), {}};
    CHECK(exits.wait(deadline_in(60s)) == ProcessEnd{Exited{3}});
    Guarded dies{guarded_shell("kill -9 $$"), {}};
    CHECK(dies.wait(deadline_in(60s)) == ProcessEnd{Signaled{SIGKILL}});
    CHECK_THROWS_WITH((Guarded{{.argv = {"cb-no-such-program"}}, {}}),
                      "starting cb-no-such-program: No such file or directory");
}

TEST_CASE("a guarded program ends when it is told to, and with its owner's object")
{
    Guarded program{guarded_shell("sleep 600"), {}};
    CHECK_FALSE(program.wait(deadline_in(10ms)).has_value());
    program.stop();
    CHECK(program.wait(deadline_in(60s)) == ProcessEnd{Signaled{SIGTERM}});
    const TempDir dir;
    pid_t pid = 0;
    {
        const Guarded other{
            guarded_shell("echo $$ > " + (dir.path() / "pid").native() + "; sleep 600"), {}};
        pid = pid_in(dir.path() / "pid");
    }
    CHECK(is_gone(pid));
}

TEST_CASE("a guarded program ends when its owner is killed")
{
    const TempDir dir;
    const auto file = dir.path() / "pid";
    const auto polite = killed_owner_of("echo $$ > " + file.native() + "; sleep 600", file);
    CHECK(wait_until([=] { return is_gone(polite); }));
}

TEST_CASE("what is locked stays so until a killed owner's program has ended")
{
    const TempDir dir;
    const auto file = dir.path() / "pid";
    const auto lock = dir.path() / "lock";
    const Fd ours{::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    const pid_t owner = ::fork();
    if (owner == 0) {
        const Fd held{::open(lock.c_str(), O_RDWR | O_CLOEXEC)};
        ::flock(held.get(), LOCK_EX | LOCK_NB);
        Guarded program{guarded_shell("trap 'sleep 1; exit' TERM; echo $$ > " + file.native() +
                                      "; while :; do sleep 0.1; done"),
                        {}};
        static_cast<void>(program.wait(deadline_in(60s)));
        ::_exit(0);
    }
    const auto program = pid_in(file);
    ::kill(owner, SIGKILL);
    ::waitpid(owner, nullptr, 0);
    CHECK(::flock(ours.get(), LOCK_EX | LOCK_NB) != 0);
    CHECK(wait_until([&] { return ::flock(ours.get(), LOCK_EX | LOCK_NB) == 0; }));
    CHECK(is_gone(program));
}
