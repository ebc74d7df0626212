#pragma once

#include "engine/runner.hpp"

namespace cb::engine {

/// Runs a benchmark without any engine: namespaces, cgroups and cb-init. As root it pins by cpuset
/// and counts memory; as another user it pins by affinity and says what it could not count.
class NativeRun final : public Runner {
public:
    /// "native:KEY" of `cb build --engine native`, or "dir:PATH" for a directory as it is.
    [[nodiscard]] std::optional<std::string> resolve(const std::string& image) override;

    /// \pre request.image was resolved
    [[nodiscard]] Attempt attempt(const Request& request) override;
};

} // namespace cb::engine
