#include "base/fd.hpp"
#include "base/subprocess.hpp"
#include "catch.hpp"
#include "host/pipeline.hpp"

#include <sys/wait.h>

#include <csignal>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace cb::host {

namespace {

/// "sleep 60", whose standard input and output are these.
Subprocess start_sleep(int in, int out)
{
    return Subprocess{{.argv = {"sleep", "60"}}, {.in = in, .out = out}};
}

ProcessKey key_of(pid_t pid)
{
    return read_process(pid).value().key;
}

} // namespace

TEST_CASE("a process is known by its number and its start")
{
    const auto self = read_process(::getpid()).value();
    CHECK(self.key.pid == ::getpid());
    CHECK(self.parent == ::getppid());
    CHECK(self.group == ::getpgrp());
    CHECK(self.is_running);
    CHECK(is_running(self.key));
    CHECK_FALSE(is_running({self.key.pid, self.key.start_ticks + 1}));
    CHECK_FALSE(read_process(0x7FFFFFFF));
}

TEST_CASE("a zombie does not run")
{
    const auto child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    siginfo_t info{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT) == 0);
    const auto zombie = read_process(child).value();
    CHECK_FALSE(zombie.is_running);
    CHECK_FALSE(is_running(zombie.key));
    CHECK(::waitpid(child, nullptr, 0) == child);
    CHECK_FALSE(read_process(child));
}

TEST_CASE("a pipeline is found from its first process, by its pipes")
{
    Pipe first = make_pipe(), second = make_pipe(), other = make_pipe();
    const auto writer = start_sleep(-1, first.write.get());
    const auto middle = start_sleep(first.read.get(), second.write.get());
    const auto last = start_sleep(second.read.get(), -1);
    const auto stranger = start_sleep(other.read.get(), -1);
    first = {};
    second = {};
    const auto start = key_of(writer.pid());
    const std::set expected{start, key_of(middle.pid()), key_of(last.pid())};
    CHECK(find_pipeline({start}) == expected);
    // From the middle on, what comes before is not found, but what is known already stays.
    CHECK(find_pipeline({key_of(middle.pid())}) ==
          std::set{key_of(middle.pid()), key_of(last.pid())});
    CHECK(find_pipeline({key_of(stranger.pid()), start}).size() == 4);
}

TEST_CASE("the process that holds a pipe to start others is not part of the pipeline")
{
    const Pipe pipe = make_pipe(); // this process has both ends open, like a shell
    const auto writer = start_sleep(-1, pipe.write.get());
    CHECK(find_pipeline({key_of(writer.pid())}) == std::set{key_of(writer.pid())});
}

TEST_CASE("what has ended is not part of a pipeline")
{
    Pipe pipe = make_pipe();
    auto writer = start_sleep(-1, pipe.write.get());
    const auto reader = start_sleep(pipe.read.get(), -1);
    pipe = {};
    const auto first = key_of(writer.pid());
    const auto both = find_pipeline({first});
    REQUIRE(both.size() == 2);
    writer.kill(SIGKILL);
    static_cast<void>(writer.wait(std::nullopt));
    CHECK(find_pipeline(both) == std::set{key_of(reader.pid())});
    CHECK(find_pipeline({first}).empty());
}

TEST_CASE("only a pipe and a socket have a reader")
{
    const Pipe pipe = make_pipe();
    CHECK(is_pipe(pipe.write.get()));
    const Fd null{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
    CHECK_FALSE(is_pipe(null.get()));
    CHECK_FALSE(is_pipe(-1));
}

} // namespace cb::host
