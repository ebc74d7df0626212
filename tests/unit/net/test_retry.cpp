#include "catch.hpp"
#include "net/retry.hpp"

using namespace cb;
using namespace std::chrono_literals;

namespace {

net::Response response_with(unsigned status, std::vector<net::Header> headers)
{
    return {.status = status,
            .headers = std::move(headers),
            .url = net::Url::parse("https://host/").value()};
}

const Time noon = parse_rfc3339("2026-01-31T12:00:00Z").value();

} // namespace

TEST_CASE("pauses double, up to a limit, and chance shortens them by up to half")
{
    const net::Backoff backoff{.first_pause = 500ms, .max_pause = 3s};
    CHECK(net::pause_after(backoff, 1, 0) == 500ms);
    CHECK(net::pause_after(backoff, 1, 1) == 250ms);
    CHECK(net::pause_after(backoff, 3, 0) == 2s);
    CHECK(net::pause_after(backoff, 4, 0) == 3s);
    CHECK(net::pause_after(backoff, 4'000'000'000, 0) == 3s);
}

TEST_CASE("the server says when it accepts the next request")
{
    const auto at = [](std::vector<net::Header> headers) {
        return net::accepts_at(response_with(429, std::move(headers)), noon);
    };
    CHECK(at({{"retry-after", "7"}}) == noon + 7s);
    CHECK(at({{"Retry-After", "Sat, 31 Jan 2026 12:01:00 GMT"}}) == noon + 60s);
    CHECK(at({{"Retry-After", "Sat, 31 Jan 2026 11:01:00 GMT"}}) == noon);
    CHECK(at({{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "1769860860"}}) == noon + 60s);
    CHECK(at({{"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "1769860860"}}) == noon + 60s);
    CHECK(at({{"X-RateLimit-Remaining", "4"}, {"X-RateLimit-Reset", "1769860860"}}) ==
          std::nullopt);
    CHECK(at({{"Retry-After", "99999999999"}}) == noon + 24h * 366);
    CHECK(at({{"Retry-After", "soon"}}) == std::nullopt);
    CHECK(at({{"Retry-After", "-5"}}) == std::nullopt);
    CHECK(at({}) == std::nullopt);
}

TEST_CASE("a 403 is a rate limit only if it says so")
{
    CHECK_FALSE(net::is_rate_limited(response_with(403, {})));
    CHECK_FALSE(net::is_rate_limited(response_with(403, {{"X-RateLimit-Remaining", "12"}})));
    CHECK(net::is_rate_limited(response_with(403, {{"X-RateLimit-Remaining", "0"}})));
    CHECK(net::is_rate_limited(response_with(403, {{"Retry-After", "1"}})));
    CHECK(net::is_rate_limited(response_with(429, {})));
    CHECK_FALSE(net::is_rate_limited(response_with(200, {{"X-RateLimit-Remaining", "0"}})));
}
