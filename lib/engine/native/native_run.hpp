#pragma once

#include "base/log.hpp"
#include "engine/native/native_image.hpp"
#include "engine/runner.hpp"

#include <deque>

namespace cb::engine {

/// Runs a benchmark without a container engine: namespaces, a cgroup if cb may create one, and a
/// read-only view of the host with the prepared tree as the work directory. Files that the
/// benchmark writes there are discarded.
class NativeRun final : public Runner {
public:
    /// Removes leftovers of killed runs. Throws Error{system}.
    explicit NativeRun(Log& log);
    [[nodiscard]] Site site() const override { return Site::here; }
    [[nodiscard]] Host host() const override;
    [[nodiscard]] bool limits_memory() const override;
    [[nodiscard]] std::optional<Image> resolve(const std::string& name) override;
    [[nodiscard]] std::map<std::string, std::string> provenance() const override;
    [[nodiscard]] Attempt attempt(const Request& request) override;

private:
    std::deque<TreeUse> in_use_; ///< the trees of the job and of the image that it is compared with
};

} // namespace cb::engine
