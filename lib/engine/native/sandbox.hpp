#pragma once

#include "base/fd.hpp"
#include "engine/native/call_filter.hpp"
#include "engine/native/tree_owner.hpp"
#include "engine/request.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The native sandbox: namespaces(7), pivot_root(2), and cb-init as its process 1.
namespace cb::engine {

/// The kind of work directory.
enum class WorkDirectory {
    overlay, ///< an overlay over the tree; writes are discarded
    tree,    ///< the tree itself, to prepare it
};

struct SandboxPlan {
    Request request;
    std::filesystem::path tree; ///< becomes the work directory
    WorkDirectory work{};
    std::filesystem::path scratch;       ///< an empty directory owned by cb; mounts go below it
    std::filesystem::path init;          ///< cb-init
    std::vector<std::string> init_words; ///< its arguments
    std::vector<CallFilter> filters{};   ///< for the benchmark's system calls
    UserIds user{};                      ///< the benchmark's user; never root
    /// The tree's owner, if it is another user whose files the benchmark may overwrite.
    std::optional<UserIds> owner{};
    Fd owners{}; ///< maps the owner's files to the benchmark's user; empty if no map can be created
};

/// The user of benchmarks if cb is root; otherwise they run as cb's own user. See docs/security.md.
inline constexpr UserIds nobody{65534, 65534};

/// Process 1 of a sandbox. The destructor kills it with all processes of the sandbox.
class Sandbox {
public:
    struct Streams {
        int in, out, err; ///< the caller's
    };

    /// Creates the process and its namespaces. The process waits for go_on(). Throws Error{system}.
    Sandbox(const SandboxPlan& plan, Streams streams);
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;
    ~Sandbox();

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }

    /// Lets the process build its view of the host and exec cb-init. Throws Error{system} that
    /// names the step that failed.
    void go_on();

    /// Kills all processes of the sandbox. Afterwards the figures of its cgroup are final.
    void end() noexcept;

private:
    pid_t pid_ = -1;
    Fd go_on_;   ///< one byte lets the child go on
    Fd failure_; ///< the child's error message; closed by exec
};

} // namespace cb::engine
