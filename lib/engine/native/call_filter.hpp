#pragma once

#include "engine/seccomp_profile.hpp"

#include <linux/filter.h>

#include <vector>

/// System call filters of the native sandbox: seccomp(2), made by libseccomp.
namespace cb::engine {

/// What keeps a run on its memory nodes.
enum class NodeKeeper {
    kernel, ///< a cpuset, or the machine has no other nodes
    filter, ///< only the filter: the run just has a memory policy, which it could change
};

/// A filter that a process and its descendants cannot remove.
class CallFilter {
public:
    /// Compiles a profile into a filter. \pre The profile was read for this machine. Throws
    /// Error{system}.
    [[nodiscard]] static CallFilter of_profile(const SeccompProfile& profile);

    /// The additional rules of the native sandbox: see call_filter.cpp. Throws Error{system}.
    [[nodiscard]] static CallFilter of_sandbox(const SeccompProfile& profile, NodeKeeper keeper);

    /// Installs the filter in this process. \pre PR_SET_NO_NEW_PRIVS is set. Throws Error{system}.
    void apply() const;

private:
    explicit CallFilter(std::vector<sock_filter> program) : program_{std::move(program)} {}
    friend class CallFilterMaker;

    std::vector<sock_filter> program_;
};

/// The filters of a native sandbox: the profile, which docker's containers use, too, and
/// of_sandbox(). The profile is compiled once per process. Throws Error{system}.
[[nodiscard]] std::vector<CallFilter> sandbox_filters(NodeKeeper keeper);

} // namespace cb::engine
