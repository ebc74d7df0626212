#include "engine/guarded.hpp"

#include "base/error.hpp"
#include "engine/container/contained.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds time_to_release{10};
constexpr int exit_not_started = 127;

/// The descriptors that the guard inherits.
struct Ends {
    Subprocess::Streams streams; ///< of the program
    int life_line;               ///< end of file when cb is gone
    int failure;                 ///< takes the message if the program cannot be started
};

/// Closes the guard's copies: readers of our output or the program's must see its end.
void leave_streams(const Subprocess::Streams& streams)
{
    for (const int fd : {streams.in, streams.out, streams.err}) {
        if (fd > STDERR_FILENO) {
            ::close(fd);
        }
    }
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(null, fd);
    }
}

void end_all(Subprocess& program)
{
    const auto deadline = deadline_in(time_to_release);
    if (kill_contained(::getpid()) == 0) {
        program.kill(SIGTERM);
    }
    static_cast<void>(program.wait(deadline, OnStop::ignore));
    program.kill(SIGKILL);
    static_cast<void>(program.wait(std::nullopt, OnStop::ignore));
}

/// Waits until the program or cb ends, then ends what is left.
ProcessEnd watch(Subprocess& program, int life_line)
{
    const Fd end{static_cast<int>(::syscall(SYS_pidfd_open, program.pid(), 0))};
    std::array<pollfd, 2> fds{pollfd{end.get(), POLLIN, 0}, pollfd{life_line, POLLIN, 0}};
    while (::poll(fds.data(), fds.size(), -1) < 0 && errno == EINTR) {
    }
    if (fds[0].revents == 0) {
        end_all(program);
    }
    const auto status = program.wait(std::nullopt, OnStop::ignore);
    while (kill_contained(::getpid()) != 0) { // containers that a killed program could not clean up
    }
    return status.value_or(ProcessEnd{Signaled{SIGKILL}});
}

/// Ends this process in the same way as the program ended.
[[noreturn]] void end_like(const ProcessEnd& end)
{
    if (const auto* const signaled = std::get_if<Signaled>(&end)) {
        const rlimit nothing{0, 0};
        ::setrlimit(RLIMIT_CORE, &nothing);
        ::signal(signaled->signal, SIG_DFL);
        ::kill(::getpid(), signaled->signal);
    }
    const auto* const exited = std::get_if<Exited>(&end);
    ::_exit(exited != nullptr ? exited->code : exit_not_started);
}

/// The guard runs in its own session: a Ctrl-C or SIGTERM for cb does not reach it.
[[noreturn]] void guard(const Command& command, const Ends& ends)
{
    ::setsid();
    ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        ::signal(signal, SIG_IGN);
    }
    try {
        Subprocess program{command, ends.streams};
        ::close(ends.failure);
        leave_streams(ends.streams);
        end_like(watch(program, ends.life_line));
    } catch (const std::exception& error) {
        [[maybe_unused]] const auto told =
            ::write(ends.failure, error.what(), std::strlen(error.what()));
    }
    ::_exit(exit_not_started);
}

/// Reads a short message up to the end of the pipe.
std::string read_message(int fd)
{
    std::string message;
    std::array<char, 1024> buffer{};
    for (;;) {
        const auto got = ::read(fd, buffer.data(), buffer.size());
        if (got <= 0 && !(got < 0 && errno == EINTR)) {
            return message;
        }
        message.append(buffer.data(), static_cast<std::size_t>(got > 0 ? got : 0));
    }
}

} // namespace

Guarded::Guarded(const Command& command, Subprocess::Streams streams, int feed)
{
    Pipe life_line = make_pipe();
    Pipe failure = make_pipe();
    pid_ = ::fork();
    if (pid_ < 0) {
        throw_errno("starting a guard for " + command.argv.front());
    }
    if (pid_ == 0) {
        life_line.write.reset();
        failure.read.reset();
        if (feed >= 0) {
            ::close(feed);
        }
        guard(command, {streams, life_line.read.get(), failure.write.get()});
    }
    life_line_ = std::move(life_line.write);
    failure.write.reset();
    pidfd_ = Fd{static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0))};
    if (const auto message = read_message(failure.read.get()); !message.empty()) {
        reap();
        throw Error{Errc::system, message};
    }
}

Guarded::~Guarded()
{
    reap();
}

/// The guard ends soon: everything that it waits for can be killed.
void Guarded::reap() noexcept
{
    stop();
    if (pid_ > 0) {
        while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
        }
        pid_ = -1;
    }
}

std::optional<ProcessEnd> Guarded::wait(const Deadline& deadline, OnStop on_stop)
{
    if (!end_ && wait_readable(pidfd_.get(), deadline, on_stop)) {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0) {
            if (errno != EINTR) {
                throw_errno("waiting for a guard");
            }
        }
        pid_ = -1;
        end_ = end_of_status(status);
    }
    return end_;
}

} // namespace cb::engine
