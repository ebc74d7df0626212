#pragma once

#include "engine/request.hpp"

#include <string>

namespace cb::engine {

/// An engine that runs benchmarks: docker_run.hpp, native_run.hpp.
class Runner {
public:
    Runner() = default;
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;
    virtual ~Runner() = default;

    /// The id of the image that `image` names, or none if the engine has not got it. Throws
    /// Error{unavailable}.
    [[nodiscard]] virtual std::optional<std::string> resolve(const std::string& image) = 0;

    /// One iteration in a fresh sandbox, which is gone afterwards, also when this throws. Throws
    /// PinsNotApplied before the command starts, Interrupted, Error.
    [[nodiscard]] virtual Attempt attempt(const Request& request) = 0;
};

} // namespace cb::engine
