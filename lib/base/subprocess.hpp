#pragma once

#include "base/collect.hpp"
#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <sys/types.h>

#include <filesystem>
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

/// The end that a waitid(2) or waitpid(2) status tells.
[[nodiscard]] ProcessEnd end_of_status(int wait_status) noexcept;

/// "exited with status 3", "was killed by signal 9 (Killed)"
[[nodiscard]] std::string to_string(const ProcessEnd& end);

/// What to start. Never a shell: the words go to execvp(3) as they are.
struct Command {
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> env{}; ///< added to our own environment
    std::filesystem::path directory{};                      ///< where it starts; empty: here
};

/// The words quoted so that a shell reads them back as they are. For a person to copy.
[[nodiscard]] std::string shell_quoted(const std::vector<std::string>& argv);

/// A running child, in a process group of its own so that Ctrl-C reaches only us, with the default
/// signal dispositions, an empty signal mask and no descriptors but its three streams. Whatever is
/// in its group is killed when the child has ended, and with the child on destruction. The child
/// itself is killed by the kernel when the thread that started it ends, however that ends.
class Subprocess {
public:
    /// The child's standard streams, owned by the caller, who may close them afterwards.
    /// -1 is /dev/null.
    struct Streams {
        int in = -1;
        int out = -1;
        int err = -1;
    };

    /// Throws Error{system} when the program cannot be started ("docker: not found").
    Subprocess(const Command& command, Streams streams);
    Subprocess(const Subprocess&) = delete;
    Subprocess& operator=(const Subprocess&) = delete;
    ~Subprocess();

    /// Waits for the end; none when the deadline passed. Throws Interrupted.
    [[nodiscard]] std::optional<ProcessEnd> wait(const Deadline& deadline,
                                                 OnStop on_stop = OnStop::interrupt);

    /// The child's number; -1 once it has ended and was waited for.
    [[nodiscard]] pid_t pid() const noexcept { return end_ ? -1 : pid_; }

    /// Sends the signal to the child's process group.
    void kill(int signal) noexcept;

private:
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

/// How much of a helper program is waited for and kept.
struct Limits {
    Duration time = std::chrono::seconds{60};
    Bytes output = Bytes{64U << 20U};
    OnStop on_stop = OnStop::interrupt;
};

/// Runs a helper program to its end with nothing on its standard input. Throws Error{unavailable}
/// when the time passes, Error{bad_input} when it prints more than the limit, Error{system} when it
/// cannot be started, Interrupted.
[[nodiscard]] Completed run_to_end(const Command& command, const Limits& limits = {});

} // namespace cb
