#pragma once

#include "base/error.hpp"
#include "base/quantity.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace cb {

/// Something to find out or to do, in a process of its own, so that it can be ended wherever it is,
/// and neither its memory nor its crash is ours. It may throw.
using Work = std::function<std::string()>;

/// What the work returned, or why it did not.
using Answer = tl::expected<std::string, Error>;

struct ApartLimits {
    Duration time = std::chrono::seconds{60};
    Bytes answer = Bytes{16U << 20U};
};

/// Does all works at once, each in a copy of this process, and returns their answers in order. A
/// work that has no answer in time gets SIGTERM, and SIGKILL two seconds later; its answer is
/// Error{unavailable}. Throws Interrupted, after the works were ended in the same way, and
/// Error{system}. \pre there are no other threads
[[nodiscard]] std::vector<Answer> run_apart(std::span<const Work> works, const ApartLimits& limits);

} // namespace cb
