#include "base/time.hpp"
#include "catch.hpp"

#include <random>

using namespace cb;

namespace {

Time at(std::int64_t milliseconds)
{
    return Time{std::chrono::milliseconds{milliseconds}};
}

} // namespace

TEST_CASE("times of RFC 3339 are read in UTC")
{
    const auto [text, milliseconds] = GENERATE(table<std::string, std::int64_t>({
        {"1970-01-01T00:00:00Z", 0},
        {"2026-01-31T08:00:00Z", 1769846400000},
        {"2026-01-31t08:00:00z", 1769846400000},
        {"2026-01-31 08:00:00Z", 1769846400000},
        {"2026-01-31T10:00:00+02:00", 1769846400000},
        {"2026-01-31T02:30:00-05:30", 1769846400000},
        {"2026-01-31T08:00:00.5Z", 1769846400500},
        {"2026-01-31T08:00:00.123456789Z", 1769846400123},
        {"2026-01-31T08:00:00.000999Z", 1769846400000},
        {"2024-02-29T00:00:00Z", 1709164800000},
        {"2000-02-29T00:00:00Z", 951782400000},
        {"2016-12-31T23:59:60Z", 1483228800000}, // a leap second is the next day's first second
        {"9999-12-31T23:59:59.999Z", 253402300799999},
        {"1970-01-01T01:00:00+01:00", 0},
    }));
    INFO(text);
    REQUIRE(parse_rfc3339(text).has_value());
    CHECK(*parse_rfc3339(text) == at(milliseconds));
}

TEST_CASE("what is no time is refused")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "now",
                               "2026-01-31",
                               "2026-01-31T08:00:00",
                               "2026-01-31T08:00Z",
                               "2026-1-31T08:00:00Z",
                               "26-01-31T08:00:00Z",
                               "2026-02-29T00:00:00Z",
                               "2100-02-29T00:00:00Z",
                               "2026-13-01T00:00:00Z",
                               "2026-00-01T00:00:00Z",
                               "2026-01-00T00:00:00Z",
                               "2026-01-32T00:00:00Z",
                               "2026-01-31T24:00:00Z",
                               "2026-01-31T08:60:00Z",
                               "2026-01-31T08:00:61Z",
                               "2026-01-31T08:00:00.Z",
                               "2026-01-31T08:00:00+2:00",
                               "2026-01-31T08:00:00+0200",
                               "2026-01-31T08:00:00+24:00",
                               "2026-01-31T08:00:00+02:60",
                               "2026-01-31T08:00:00ZZ",
                               "2026-01-31T08:00:00Z ",
                               " 2026-01-31T08:00:00Z",
                               "2026/01/31T08:00:00Z",
                               "-026-01-31T08:00:00Z",
                               "1969-12-31T23:59:59Z",
                               "1970-01-01T00:00:00+00:01",
                               "9999-12-31T23:59:59-00:01");
    INFO(text);
    CHECK_FALSE(parse_rfc3339(text).has_value());
}

TEST_CASE("a text of megabytes is refused in a short message")
{
    CHECK(parse_rfc3339(std::string(std::size_t{1} << 20U, '1')).error().size() < 200);
    const auto digits = "2026-01-31T08:00:00." + std::string(std::size_t{1} << 20U, '9') + "Z";
    CHECK(parse_rfc3339(digits) == at(1769846400999));
}

TEST_CASE("times are printed with milliseconds where there are any")
{
    CHECK(to_rfc3339(at(0)) == "1970-01-01T00:00:00Z");
    CHECK(to_rfc3339(at(1769846400000)) == "2026-01-31T08:00:00Z");
    CHECK(to_rfc3339(at(1769846400007)) == "2026-01-31T08:00:00.007Z");
    CHECK(to_rfc3339(at(253402300799999)) == "9999-12-31T23:59:59.999Z");
}

TEST_CASE("a period starts at a day, a time or an age")
{
    const auto now = at(1769846400000); // 2026-01-31T08:00:00Z
    CHECK(parse_since("2026-01-31", now) == at(1769817600000));
    CHECK(parse_since("2026-01-31T08:00:00.007Z", now) == at(1769846400007));
    CHECK(parse_since("2d", now) == at(1769846400000 - 2 * 86400000));
    CHECK(parse_since("90m", now) == at(1769846400000 - 90 * 60000));
    CHECK(parse_since("0", now) == now);
    for (const auto* const wrong : {"", "2026-13-01", "yesterday", "90", "-1d", "99999d"}) {
        CAPTURE(wrong);
        CHECK(!parse_since(wrong, now));
    }
}

TEST_CASE("an age moves with the clock, and a day does not")
{
    const auto age = PeriodStart::parse("2d").value();
    CHECK(age.at(at(1769846400000)) == at(1769846400000 - 2 * 86400000));
    CHECK(age.at(at(1769846400000 + 86400000)) == at(1769846400000 - 86400000));
    CHECK(age.at(at(86400000)) == at(0));
    const auto day = PeriodStart::parse("2026-01-31").value();
    CHECK(day.at(at(0)) == at(1769817600000));
    CHECK(day.at(at(1769846400000)) == at(1769817600000));
}

TEST_CASE("what is printed reads back equal")
{
    std::mt19937_64 random{12};
    for (int i = 0; i < 10000; ++i) {
        const auto time = at(static_cast<std::int64_t>(random() % 253402300800000U));
        if (parse_rfc3339(to_rfc3339(time)) != time) {
            FAIL(to_rfc3339(time));
        }
    }
    const auto time = now();
    CHECK(parse_rfc3339(to_rfc3339(time)) == time);
    CHECK(time > at(1700000000000));
}
