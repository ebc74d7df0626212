#pragma once

#include "base/log.hpp"
#include "engine/native/native_image.hpp"
#include "engine/runner.hpp"

#include <deque>

namespace cb::engine {

/// Runs a benchmark without any engine: namespaces, a cgroup where we may make one, and a read-only
/// view of the host with the prepared tree as the work directory. What the benchmark writes there
/// is thrown away.
class NativeRun final : public Runner {
public:
    /// Removes what killed runs left. Throws Error{system}.
    explicit NativeRun(Log& log);
    [[nodiscard]] Site site() const override { return Site::here; }
    [[nodiscard]] Host host() const override;
    [[nodiscard]] bool limits_memory() const override;
    [[nodiscard]] std::optional<Image> resolve(const std::string& name) override;
    [[nodiscard]] std::map<std::string, std::string> provenance() const override;
    [[nodiscard]] Attempt attempt(const Request& request) override;

private:
    std::deque<TreeUse> in_use_; ///< the trees of the job, which may be compared with another
};

} // namespace cb::engine
