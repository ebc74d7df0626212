#include "base/subprocess.hpp"

#include "base/error.hpp"
#include "base/heartbeat.hpp"
#include "base/stop.hpp"

#include <fmt/format.h>

#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb {

namespace {

constexpr int exit_not_started = 127; // the same as a shell's

std::vector<char*> pointers(std::vector<std::string>& words)
{
    std::vector<char*> raw;
    raw.reserve(words.size() + 1);
    for (auto& word : words) {
        raw.push_back(word.data());
    }
    raw.push_back(nullptr);
    return raw;
}

/// Our environment, with the variables in `changes` set or replaced.
std::vector<std::string>
environment_with(const std::vector<std::pair<std::string, std::string>>& changes)
{
    std::vector<std::string> merged;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        bool replaced = false;
        for (const auto& [name, value] : changes) {
            replaced =
                replaced || (text.starts_with(name) && text.substr(name.size()).starts_with('='));
        }
        if (!replaced) {
            merged.emplace_back(text);
        }
    }
    for (const auto& [name, value] : changes) {
        merged.push_back(fmt::format("{}={}", name, value));
    }
    return merged;
}

/// Blocks all signals during its lifetime, so that our signal handlers never run in the child
/// before its exec.
class NoSignals {
public:
    NoSignals()
    {
        sigset_t all;
        sigfillset(&all);
        ::sigprocmask(SIG_SETMASK, &all, &before_);
    }
    NoSignals(const NoSignals&) = delete;
    NoSignals& operator=(const NoSignals&) = delete;
    ~NoSignals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

/// Everything that the child needs, prepared before the fork.
struct ChildPlan {
    std::vector<std::string> argv, environment;
    const char* directory; ///< null: the current one
    Subprocess::Streams streams;
    pid_t parent;
    int failure; ///< receives the errno of a failure; closed by the exec
};

void fail_child(int failure)
{
    const int error = errno;
    [[maybe_unused]] const auto told = ::write(failure, &error, sizeof error);
    ::_exit(exit_not_started);
}

void check_child(int failure, long result)
{
    if (result < 0) {
        fail_child(failure);
    }
}

/// If the descriptor is already in place, dup2(2) does not clear its close-on-exec flag.
void take_stream(int failure, int from, int to, int null_flags)
{
    if (from == to) {
        check_child(failure, ::fcntl(to, F_SETFD, 0));
        return;
    }
    const int source = from < 0 ? ::open("/dev/null", null_flags) : from; // NOLINT: O_CLOEXEC below
    check_child(failure, source);
    check_child(failure, ::dup2(source, to));
}

void reset_signals()
{
    struct sigaction by_default {};
    by_default.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) {
        // Fails for KILL, STOP and the C library's own signals.
        ::sigaction(number, &by_default, nullptr);
    }
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// Runs in the child until its exec. The kernel kills the child if the thread that created it ends
/// (prctl(2), PR_SET_PDEATHSIG), so that no program outlives cb.
[[noreturn]] void become_program(ChildPlan& plan, char* const* argv, char* const* environment)
{
    const int failure = ::fcntl(plan.failure, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::setpgid(0, 0);
    check_child(failure, ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
    if (::getppid() != plan.parent) { // the parent ended before prctl(2)
        ::_exit(exit_not_started);
    }
    take_stream(failure, plan.streams.in, STDIN_FILENO, O_RDONLY);
    take_stream(failure, plan.streams.out, STDOUT_FILENO, O_WRONLY);
    take_stream(failure, plan.streams.err, STDERR_FILENO, O_WRONLY);
    if (plan.directory != nullptr) {
        check_child(failure, ::chdir(plan.directory));
    }
    check_child(failure, ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC));
    reset_signals();
    ::execvpe(argv[0], argv, environment);
    fail_child(failure);
    ::_exit(exit_not_started);
}

/// Returns the child after its exec. Throws Error{system} if the exec failed.
pid_t start_program(ChildPlan plan)
{
    Pipe failure = make_pipe();
    plan.failure = failure.write.get();
    const auto argv = pointers(plan.argv);
    const auto environment = pointers(plan.environment);
    pid_t pid = -1;
    {
        const NoSignals quiet;
        pid = ::fork();
        if (pid == 0) {
            become_program(plan, argv.data(), environment.data());
        }
    }
    int error = errno;
    failure.write.reset();
    if (pid > 0) {
        ssize_t got = 0;
        while ((got = ::read(failure.read.get(), &error, sizeof error)) < 0 && errno == EINTR) {
        }
        if (got <= 0) {
            return pid;
        }
        ::waitpid(pid, nullptr, 0);
    }
    throw Error{
        Errc::system,
        fmt::format("starting {}: {}", plan.argv.front(), std::generic_category().message(error))};
}

/// Runs in the copy. The pipe of our stop signals is shared with the parent, whom a byte in it
/// would wake, so the copy makes its own.
[[noreturn]] void become_copy(pid_t parent, const std::function<void()>& work)
{
    ::setpgid(0, 0);
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || ::getppid() != parent) {
        ::_exit(exit_not_started);
    }
    set_heartbeat({});
    install_stop_signals();
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    work();
    ::_exit(0); // no destructor: what they own is the parent's
}

pid_t start_copy(const std::function<void()>& work)
{
    const auto parent = ::getpid();
    const NoSignals quiet;
    const pid_t pid = ::fork();
    if (pid == 0) {
        become_copy(parent, work);
    }
    if (pid < 0) {
        throw_errno("starting a process");
    }
    ::setpgid(pid, pid); // whoever is first: a kill() reaches it from now on
    return pid;
}

bool is_shell_safe(const std::string& word)
{
    constexpr std::string_view safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                      "0123456789_-+=./,:@%";
    return !word.empty() && word.find_first_not_of(safe) == std::string::npos;
}

} // namespace

ProcessEnd end_of_status(int wait_status) noexcept
{
    if (WIFSIGNALED(wait_status)) {
        return Signaled{WTERMSIG(wait_status)};
    }
    return Exited{WEXITSTATUS(wait_status)};
}

std::string to_string(const ProcessEnd& end)
{
    if (const auto* exited = std::get_if<Exited>(&end)) {
        return fmt::format("exited with status {}", exited->code);
    }
    const int signal = std::get<Signaled>(end).signal;
    return fmt::format("was killed by signal {} ({})", signal, strsignal(signal));
}

std::string shell_quoted(const std::vector<std::string>& argv)
{
    std::string line;
    for (const auto& word : argv) {
        line += line.empty() ? "" : " ";
        if (is_shell_safe(word)) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word) {
            line += c == '\'' ? std::string{R"('\'')"} : std::string{c};
        }
        line += '\'';
    }
    return line;
}

Subprocess::Subprocess(const Command& command, Streams streams)
{
    pid_ = start_program({command.argv,
                          environment_with(command.env),
                          command.directory.empty() ? nullptr : command.directory.c_str(),
                          streams,
                          ::getpid(),
                          -1});
    watch(command.argv.front());
}

Subprocess::Subprocess(const std::function<void()>& work) : pid_{start_copy(work)}
{
    watch("a copy of this process");
}

void Subprocess::watch(const std::string& name)
{
    pidfd_ =
        Fd{static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0))}; // pidfd_open(2), close-on-exec
    if (!pidfd_) {
        const int number = errno;
        kill(SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        errno = number;
        throw_errno("watching " + name);
    }
}

Subprocess::~Subprocess()
{
    if (pid_ > 0 && !end_) {
        kill(SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
}

std::optional<ProcessEnd> Subprocess::wait(const Deadline& deadline, OnStop on_stop)
{
    if (!end_ && wait_readable(pidfd_.get(), deadline, on_stop)) {
        // Kills its remaining descendants; the group id is ours until the child is reaped.
        kill(SIGKILL);
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0) {
            if (errno != EINTR) {
                throw_errno("waiting for a process");
            }
        }
        end_ = end_of_status(status);
    }
    return end_;
}

void Subprocess::kill(int signal) noexcept
{
    if (pid_ > 0 && !end_) {
        ::kill(-pid_, signal);
    }
}

Helper::Helper(const Command& command) : program_{command.argv.front()}
{
    Pipe out = make_pipe();
    Pipe err = make_pipe();
    child_ = std::make_unique<Subprocess>(
        command, Subprocess::Streams{-1, out.write.get(), err.write.get()});
    output_ = {std::move(out.read), std::move(err.read)};
}

Completed Helper::finish(const Limits& limits)
{
    std::array streams{Stream{std::move(output_[0]), limits.output},
                       Stream{std::move(output_[1]), limits.output}};
    const auto deadline = deadline_in(limits.time);
    const auto collected = collect(streams, deadline, limits.on_stop);
    if (collected == Collected::overflow) {
        throw Error{Errc::bad_input,
                    fmt::format("{} printed more than {}", program_, limits.output.to_string())};
    }
    const auto end =
        collected == Collected::deadline ? std::nullopt : child_->wait(deadline, limits.on_stop);
    if (!end) {
        throw Error{Errc::unavailable,
                    fmt::format("{} did not end within {:g} s", program_, seconds(limits.time))};
    }
    return {*end, std::move(streams[0].data), std::move(streams[1].data)};
}

Completed run_to_end(const Command& command, const Limits& limits)
{
    return Helper{command}.finish(limits);
}

} // namespace cb
