#pragma once

#include "base/collect.hpp"
#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <sys/types.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cb {

struct Exited {
    int code;
    friend bool operator==(const Exited&, const Exited&) = default;
};
struct Signaled {
    int signal;
    friend bool operator==(const Signaled&, const Signaled&) = default;
};
/// How a process ended.
using ProcessEnd = std::variant<Exited, Signaled>;

/// Converts a status of waitid(2) or waitpid(2).
[[nodiscard]] ProcessEnd end_of_status(int wait_status) noexcept;

/// "exited with status 3", "was killed by signal 9 (Killed)"
[[nodiscard]] std::string to_string(const ProcessEnd& end);

/// The program to start. Never a shell: the arguments are passed to execvp(3) unchanged.
struct Command {
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> env{}; ///< added to our own environment
    /// Where it starts; empty: the current directory.
    std::filesystem::path directory{};
};

/// The arguments quoted for a shell, to show to the user.
[[nodiscard]] std::string shell_quoted(const std::vector<std::string>& argv);

/// A running child in its own process group, so that Ctrl-C reaches only cb. It has default signal
/// dispositions, an empty signal mask and no descriptors except its three streams. Its process
/// group is killed when the child has ended, and in the destructor. The kernel kills the child
/// itself if the thread that started it ends.
class Subprocess {
public:
    /// The child's standard streams, owned by the caller, who may close them after the start. -1:
    /// /dev/null.
    struct Streams {
        int in = -1;
        int out = -1;
        int err = -1;
    };

    /// Throws Error{system} if the program cannot be started ("docker: not found").
    Subprocess(const Command& command, Streams streams);

    /// A copy of this process, which does `work` and exits with 0. It shares our streams and
    /// descriptors, and stop requests reach it by its own signals only. `work` must not throw.
    /// Throws Error{system}. \pre there are no other threads
    explicit Subprocess(const std::function<void()>& work);
    Subprocess(const Subprocess&) = delete;
    Subprocess& operator=(const Subprocess&) = delete;
    ~Subprocess();

    /// Waits for the end; nullopt if the deadline passed. Throws Interrupted.
    [[nodiscard]] std::optional<ProcessEnd> wait(const Deadline& deadline,
                                                 OnStop on_stop = OnStop::interrupt);

    /// The child's PID; -1 after wait() has returned its end.
    [[nodiscard]] pid_t pid() const noexcept { return end_ ? -1 : pid_; }

    /// Sends the signal to the child's process group.
    void kill(int signal) noexcept;

private:
    void watch(const std::string& name);

    pid_t pid_ = -1; ///< -1 once reaped
    Fd pidfd_;
    std::optional<ProcessEnd> end_;
};

struct Completed {
    ProcessEnd end;
    std::string out;
    std::string err;
    [[nodiscard]] bool ok() const { return end == ProcessEnd{Exited{0}}; }
};

/// Limits on the time and the output of a helper program.
struct Limits {
    Duration time = std::chrono::seconds{60};
    Bytes output = Bytes{64U << 20U};
    OnStop on_stop = OnStop::interrupt;
};

/// A helper program with empty standard input that runs while the caller does something else. It
/// may wait for finish() to read its output. The destructor kills it.
class Helper {
public:
    /// Throws Error{system} if it cannot be started.
    explicit Helper(const Command& command);

    /// Waits for its end. Throws Error{unavailable} if it exceeds the time from now,
    /// Error{bad_input} if it exceeds the output, Interrupted. May be called only once.
    [[nodiscard]] Completed finish(const Limits& limits = {});

private:
    std::string program_;
    std::array<Fd, 2> output_; ///< our ends of standard output and standard error
    std::unique_ptr<Subprocess> child_;
};

/// Starts a helper program and waits for its end. Throws like Helper.
[[nodiscard]] Completed run_to_end(const Command& command, const Limits& limits = {});

} // namespace cb
