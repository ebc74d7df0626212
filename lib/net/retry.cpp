#include "net/retry.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <curl/curl.h>

namespace cb::net {

namespace {

constexpr std::chrono::seconds longest_wait = std::chrono::hours{24 * 366};

std::optional<std::chrono::seconds> whole_seconds(const Response& response, std::string_view name)
{
    const auto text = response.header(name);
    if (!text) {
        return std::nullopt;
    }
    constexpr std::uint64_t max_seconds = 100'000'000'000;
    const auto count = parse_count(*text, 0, max_seconds);
    if (!count) {
        return std::nullopt;
    }
    return std::chrono::seconds{*count};
}

/// Headers that differ in their prefix only.
std::optional<std::chrono::seconds> limit_seconds(const Response& response, const std::string& name)
{
    const auto theirs = whole_seconds(response, "X-RateLimit-" + name);
    return theirs ? theirs : whole_seconds(response, "RateLimit-" + name);
}

} // namespace

Duration pause_after(const Backoff& backoff, unsigned failures, double random)
{
    const double doubled =
        std::ldexp(seconds(backoff.first_pause), static_cast<int>(std::min(failures, 60U)) - 1);
    const double pause = std::min(doubled, seconds(backoff.max_pause));
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>{pause * (1 - random / 2)});
}

bool is_rate_limited(const Response& response)
{
    using std::chrono::seconds;
    return response.status == 429 ||
           (response.status == 403 &&
            (response.header("Retry-After") || limit_seconds(response, "Remaining") == seconds{0}));
}

std::optional<Time> accepts_at(const Response& response, Time now)
{
    std::optional<Time> at;
    if (const auto wait = whole_seconds(response, "Retry-After")) {
        at = now + std::min(*wait, longest_wait);
    } else if (const auto date = response.header("Retry-After")) {
        const auto time = curl_getdate(std::string{*date}.c_str(), nullptr);
        at = time < 0 ? std::nullopt : std::optional{Time{std::chrono::seconds{time}}};
    }
    if (!at && limit_seconds(response, "Remaining") == std::chrono::seconds{0}) {
        if (const auto reset = limit_seconds(response, "Reset")) {
            at = Time{*reset};
        }
    }
    return at ? std::optional{std::clamp<Time>(*at, now, now + longest_wait)} : std::nullopt;
}

bool can_repeat(const Request& request, Failing failing)
{
    switch (failing) {
    case Failing::unknown_host:
    case Failing::connection:
        return true; // nothing was sent
    case Failing::time:
    case Failing::cut:
        return is_repeatable(request);
    case Failing::encryption:
    case Failing::size:
    case Failing::redirect:
        break;
    }
    return false;
}

bool can_repeat(const Request& request, const Response& response)
{
    const bool is_passing = response.status == 500 || response.status == 502 ||
                            response.status == 503 || response.status == 504 ||
                            response.status == 408;
    return is_rate_limited(response) || (is_passing && is_repeatable(request));
}

} // namespace cb::net
