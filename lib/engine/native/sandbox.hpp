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

/// The native sandbox: namespaces(7), pivot_root(2) and cb-init as its process 1.
namespace cb::engine {

/// What the work directory of the sandbox is made of.
enum class WorkDirectory {
    overlay, ///< a layer over the tree takes the writes and is thrown away
    tree,    ///< the tree itself: used to prepare it
};

struct SandboxPlan {
    Request request;
    std::filesystem::path tree; ///< becomes the work directory
    WorkDirectory work{};
    std::filesystem::path scratch;       ///< an empty directory of ours; the mounts go below it
    std::filesystem::path init;          ///< cb-init
    std::vector<std::string> init_words; ///< its arguments
    std::vector<CallFilter> filters{};   ///< of the benchmark's system calls
    UserIds user{};                      ///< who the benchmark is; never root
    /// Who owns the tree, if that is another whose files the benchmark is to write over.
    std::optional<UserIds> owner{};
    Fd owners{}; ///< the map by which his files are the benchmark's; none where none can be made
};

/// Who benchmarks run as when we are root; else they are us. docs/security.md.
inline constexpr UserIds nobody{65534, 65534};

/// Process 1 of a sandbox. Killed, with all that runs in it, on destruction.
class Sandbox {
public:
    struct Streams {
        int in, out, err; ///< the caller's
    };

    /// Makes the process and its namespaces; it waits for go_on(). Throws Error{system}.
    Sandbox(const SandboxPlan& plan, Streams streams);
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;
    ~Sandbox();

    [[nodiscard]] pid_t pid() const noexcept { return pid_; }

    /// Lets it build its view of the host and become cb-init. Throws Error{system} that says which
    /// step failed.
    void go_on();

    /// Ends every process in it. The figures of its cgroup are final afterwards.
    void end() noexcept;

private:
    pid_t pid_ = -1;
    Fd go_on_;   ///< one byte lets the child go on
    Fd failure_; ///< what the child could not do; closed by exec
};

} // namespace cb::engine
