#include "net/client.hpp"

#include <fmt/format.h>

#include <random>

namespace cb::net {

namespace {

constexpr unsigned max_redirects = 5;

bool is_redirect(const Response& response)
{
    const auto status = response.status;
    return (status >= 301 && status <= 303) || status == 307 || status == 308;
}

/// Where a redirect leads. Throws NoResponse if it is not followed.
Url target_of(const Request& request, const Response& response)
{
    const auto refuse = [&](std::string_view why) {
        return NoResponse{
            Failing::redirect,
            without_secrets(
                request,
                fmt::format("{}: {}: a redirect {}", request.doing, response.url.origin(), why))};
    };
    const auto location = response.header("Location");
    if (!location) {
        throw refuse("without an address");
    }
    const auto target = response.url.resolve(*location);
    if (!target) {
        throw refuse("to what is not an address");
    }
    if (response.url.is_encrypted() && !target->is_encrypted()) {
        throw refuse("from https to http, which is not followed");
    }
    return *target;
}

} // namespace

Client::Client(ClientSettings settings, Log& log)
    : settings_{std::move(settings)}, log_{log}, transfer_{"cb/" CB_VERSION, settings_.transfer}
{}

Response Client::send(const Request& request)
{
    const auto deadline = deadline_in(settings_.max_total_time);
    for (unsigned attempt = 1;; ++attempt) {
        try {
            auto response = follow(request, deadline);
            const auto time = pause_before_repeating(request, response, attempt, deadline);
            if (!time) {
                return response;
            }
            pause(
                request,
                *time,
                fmt::format("{} answered with status {}", response.url.origin(), response.status));
        } catch (const NoResponse& failure) {
            const auto time = can_repeat(request, failure.failing())
                                  ? pause_within(attempt, deadline)
                                  : std::nullopt;
            if (!time) {
                throw;
            }
            pause(request, *time, failure.what());
        }
    }
}

Response Client::follow(const Request& request, const Deadline& deadline)
{
    auto url = request.url;
    const bool is_followed = request.method == Method::get || request.method == Method::head;
    for (unsigned redirects = 0; redirects <= max_redirects; ++redirects) {
        const bool is_home = url.origin() == request.url.origin();
        auto response = transfer_.send(
            request, url, is_home ? Transfer::Secrets::send : Transfer::Secrets::keep, deadline);
        if (!is_followed || !is_redirect(response)) {
            return response;
        }
        url = target_of(request, response);
    }
    throw NoResponse{
        Failing::redirect,
        fmt::format(
            "{}: {}: more than {} redirects", request.doing, request.url.origin(), max_redirects)};
}

/// Nullopt if the response is final. Throws RateLimited.
std::optional<Duration> Client::pause_before_repeating(const Request& request,
                                                       const Response& response,
                                                       unsigned attempt,
                                                       const Deadline& deadline) const
{
    if (!can_repeat(request, response)) {
        return std::nullopt;
    }
    const auto time = now();
    const auto at = accepts_at(response, time);
    if (!at) {
        return pause_within(attempt, deadline);
    }
    // One millisecond, because times are cut to that.
    const auto wait = Duration{*at - time} + std::chrono::milliseconds{1};
    if (attempt < settings_.backoff.max_attempts &&
        std::chrono::steady_clock::now() + wait < *deadline) {
        return wait;
    }
    if (!is_rate_limited(response)) {
        return std::nullopt;
    }
    throw RateLimited{*at,
                      fmt::format("{}: {}: the server's rate limit is used up: try again after {}",
                                  request.doing,
                                  response.url.origin(),
                                  to_rfc3339(*at))};
}

/// Nullopt if there were enough attempts, or if the deadline comes first.
std::optional<Duration> Client::pause_within(unsigned attempt, const Deadline& deadline) const
{
    if (attempt >= settings_.backoff.max_attempts) {
        return std::nullopt;
    }
    std::random_device source;
    const double random = std::uniform_real_distribution<double>{0, 1}(source);
    const auto time = pause_after(settings_.backoff, attempt, random);
    return std::chrono::steady_clock::now() + time < *deadline ? std::optional{time} : std::nullopt;
}

void Client::pause(const Request& request, Duration time, const std::string& reason)
{
    log_.info(without_secrets(
        request, fmt::format("{}; another attempt in {:.1f} s", reason, seconds(time))));
    static_cast<void>(wait_readable(-1, deadline_in(time))); // throws if asked to stop
}

} // namespace cb::net
