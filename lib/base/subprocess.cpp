#include "base/subprocess.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <system_error>
#include <unistd.h>

namespace cb {

namespace {

struct FileActions {
    FileActions() { posix_spawn_file_actions_init(&raw); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;
    ~FileActions() { posix_spawn_file_actions_destroy(&raw); }

    void redirect(int from, int to, int null_flags)
    {
        if (from < 0) {
            posix_spawn_file_actions_addopen(&raw, to, "/dev/null", null_flags, 0);
        } else {
            posix_spawn_file_actions_adddup2(&raw, from, to);
        }
    }

    posix_spawn_file_actions_t raw{};
};

struct Attributes {
    Attributes()
    {
        posix_spawnattr_init(&raw);
        sigset_t none;
        sigemptyset(&none);
        sigset_t reset;
        sigfillset(&reset); // KILL and STOP are in it and passed over
        posix_spawnattr_setsigmask(&raw, &none);
        posix_spawnattr_setsigdefault(&raw, &reset);
        posix_spawnattr_setpgroup(&raw, 0);
        posix_spawnattr_setflags(
            &raw, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    ~Attributes() { posix_spawnattr_destroy(&raw); }

    posix_spawnattr_t raw{};
};

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

/// Our environment with `changes` in place of the variables of the same names.
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
    FileActions actions;
    actions.redirect(streams.in, STDIN_FILENO, O_RDONLY);
    actions.redirect(streams.out, STDOUT_FILENO, O_WRONLY);
    actions.redirect(streams.err, STDERR_FILENO, O_WRONLY);
    if (!command.directory.empty()) {
        posix_spawn_file_actions_addchdir_np(&actions.raw, command.directory.c_str());
    }
    posix_spawn_file_actions_addclosefrom_np(&actions.raw, STDERR_FILENO + 1);
    const Attributes attributes;
    auto argv = command.argv;
    auto environment = environment_with(command.env);
    const int error = posix_spawnp(&pid_,
                                   argv.front().c_str(),
                                   &actions.raw,
                                   &attributes.raw,
                                   pointers(argv).data(),
                                   pointers(environment).data());
    if (error != 0) {
        pid_ = -1;
        throw Error{
            Errc::system,
            fmt::format("starting {}: {}", argv.front(), std::generic_category().message(error))};
    }
    pidfd_ =
        Fd{static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0))}; // pidfd_open(2), close-on-exec
    if (!pidfd_) {
        const int number = errno;
        kill(SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        errno = number;
        throw_errno("watching " + argv.front());
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
        kill(SIGKILL); // what it left running; its group's number is ours until it is reaped
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

Completed run_to_end(const Command& command, const Limits& limits)
{
    Pipe out = make_pipe();
    Pipe err = make_pipe();
    Subprocess child{command, {-1, out.write.get(), err.write.get()}};
    out.write.reset();
    err.write.reset();
    std::array streams{Stream{std::move(out.read), limits.output},
                       Stream{std::move(err.read), limits.output}};
    const auto deadline = deadline_in(limits.time);
    const auto collected = collect(streams, deadline, limits.on_stop);
    if (collected == Collected::overflow) {
        throw Error{Errc::bad_input,
                    fmt::format("{} printed more than {}",
                                command.argv.front(),
                                limits.output.to_string())};
    }
    const auto end =
        collected == Collected::deadline ? std::nullopt : child.wait(deadline, limits.on_stop);
    if (!end) {
        throw Error{Errc::unavailable,
                    fmt::format("{} did not end within {:g} s",
                                command.argv.front(),
                                seconds(limits.time))};
    }
    return {*end, std::move(streams[0].data), std::move(streams[1].data)};
}

} // namespace cb
