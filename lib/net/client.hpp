#pragma once

#include "base/log.hpp"
#include "net/retry.hpp"
#include "net/transfer.hpp"

#include <filesystem>
#include <optional>

namespace cb::net {

struct ClientSettings {
    TransferSettings transfer{};
    Backoff backoff{};
    /// Of a request with all its attempts and the pauses between them.
    Duration max_total_time = std::chrono::minutes{2};
};

/// An HTTP client that calls itself cb/VERSION. Certificates are always verified.
class Client {
public:
    /// `log` receives what is waited for, and must outlive the client.
    explicit Client(ClientSettings settings, Log& log);

    /// Sends the request until there is a response that a repetition would not change, and returns
    /// it, whatever its status: require_ok() checks that.
    ///
    /// Repeats a request after connection failures and after 429 and 403 of a rate limit, when the
    /// server wants it; after a timeout and 5xx only if is_repeatable(). Follows up to 5 redirects
    /// of GET and HEAD, never from https to http, and to other origins without the secrets.
    ///
    /// Throws NoResponse; RateLimited if the server wants a longer pause than the time allows;
    /// Interrupted.
    [[nodiscard]] Response send(const Request& request);

private:
    [[nodiscard]] Response follow(const Request& request, const Deadline& deadline);
    void pause(const Request& request, Duration time, const std::string& reason);
    [[nodiscard]] std::optional<Duration> pause_before_repeating(const Request& request,
                                                                 const Response& response,
                                                                 unsigned attempt,
                                                                 const Deadline& deadline) const;
    [[nodiscard]] std::optional<Duration> pause_within(unsigned attempt,
                                                       const Deadline& deadline) const;

    ClientSettings settings_;
    Log& log_;
    Transfer transfer_;
};

} // namespace cb::net
