#pragma once

#include "engine/seccomp_profile.hpp"

#include <linux/filter.h>

#include <vector>

/// System call filters of the native sandbox: seccomp(2), made by libseccomp.
namespace cb::engine {

/// Who keeps a run on its memory nodes.
enum class NodeKeeper {
    kernel, ///< a cpuset, or there are no other nodes
    filter, ///< nobody but the filter: the run only has a memory policy, which it could change
};

/// A filter that a process and what it starts can never take off again.
class CallFilter {
public:
    /// Makes the filter of a profile. \pre The profile was read for this machine.
    /// Throws Error{system}.
    [[nodiscard]] static CallFilter of_profile(const SeccompProfile& profile);

    /// What the native sandbox refuses besides: see call_filter.cpp. Throws Error{system}.
    [[nodiscard]] static CallFilter of_sandbox(const SeccompProfile& profile, NodeKeeper keeper);

    /// Puts the filter on this process. \pre PR_SET_NO_NEW_PRIVS. Throws Error{system}.
    void apply() const;

private:
    explicit CallFilter(std::vector<sock_filter> program) : program_{std::move(program)} {}
    friend class CallFilterMaker;

    std::vector<sock_filter> program_;
};

/// The filters of a native sandbox: that of its profile, which docker's containers have, too, and
/// of_sandbox(). The first is made once a process. Throws Error{system}.
[[nodiscard]] std::vector<CallFilter> sandbox_filters(NodeKeeper keeper);

} // namespace cb::engine
