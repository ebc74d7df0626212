#pragma once

#include "base/time.hpp"
#include "net/error.hpp"

#include <optional>

namespace cb::net {

/// How long to wait before a request is repeated, if the server does not say.
struct Backoff {
    unsigned max_attempts = 5; ///< from 1
    Duration first_pause = std::chrono::milliseconds{500};
    Duration max_pause = std::chrono::seconds{30};
};

/// The pause after that many failures, from 1: it doubles each time. `random`, from 0 to 1, takes
/// up to half of it away, so that clients that failed together do not return together.
[[nodiscard]] Duration pause_after(const Backoff& backoff, unsigned failures, double random);

/// Whether the server refused the request because there were too many: 429, or 403 with Retry-After
/// or with a rate limit that is used up, as GitHub answers.
[[nodiscard]] bool is_rate_limited(const Response& response);

/// When the server accepts the next request: Retry-After (seconds, or a date), X-RateLimit-Reset of
/// GitHub, RateLimit-Reset of GitLab (seconds since 1970). Nullopt if it does not say.
[[nodiscard]] std::optional<Time> accepts_at(const Response& response, Time now);

/// Whether another attempt can give a response.
[[nodiscard]] bool can_repeat(const Request& request, Failing failing);
[[nodiscard]] bool can_repeat(const Request& request, const Response& response);

} // namespace cb::net
