#include "catch.hpp"
#include "watch/watching.hpp"

#include <cstdlib>
#include <ctime>

namespace {

/// Sets the time zone of the process, and puts UTC back.
class TimeZone {
public:
    explicit TimeZone(const char* name) { set(name); }
    TimeZone(const TimeZone&) = delete;
    TimeZone& operator=(const TimeZone&) = delete;
    ~TimeZone() { set("UTC"); }

private:
    static void set(const char* name)
    {
        ::setenv("TZ", name, 1); // NOLINT(concurrency-mt-unsafe): no other thread
        ::tzset();
    }
};

cb::Time at(std::string_view text)
{
    return cb::parse_rfc3339(text).value();
}

bool is_in(std::string_view part, std::string_view time)
{
    return cb::watch::DayPart::parse(part).value().contains(at(time));
}

} // namespace

TEST_CASE("a part of a day has its first minute and not its last")
{
    const TimeZone zone{"UTC"};
    CHECK(!is_in("2:00-6:30", "2026-01-31T01:59:59Z"));
    CHECK(is_in("2:00-6:30", "2026-01-31T02:00:00Z"));
    CHECK(is_in("02:00-06:30", "2026-01-31T06:29:59Z"));
    CHECK(!is_in("2:00-6:30", "2026-01-31T06:30:00Z"));
    CHECK(is_in("22:00-6:00", "2026-01-31T23:59:00Z"));
    CHECK(is_in("22:00-6:00", "2026-01-31T00:00:00Z"));
    CHECK(!is_in("22:00-6:00", "2026-01-31T21:59:00Z"));
    CHECK(is_in("22:00-24:00", "2026-01-31T23:59:59Z"));
    CHECK(!is_in("22:00-24:00", "2026-01-31T00:00:00Z"));
    CHECK(is_in("0:00-24:00", "2026-01-31T12:00:00Z"));
}

TEST_CASE("a part of a day is that of the machine's time zone")
{
    const TimeZone zone{"XYZ-05:30"}; // east of Greenwich
    CHECK(is_in("2:00-6:00", "2026-01-31T20:30:00Z"));
    CHECK(!is_in("2:00-6:00", "2026-01-31T03:00:00Z"));
}

TEST_CASE("what is no part of a day is refused")
{
    for (const auto* const text : {"",
                                   "-",
                                   "2:00",
                                   "2-6",
                                   "2:0-6:00",
                                   "2:00-2:00",
                                   "24:00-24:00",
                                   "24:01-6:00",
                                   "2:60-6:00",
                                   "25:00-6:00",
                                   "-2:00-6:00",
                                   "2:00-6:00-8:00",
                                   "2:00 - 6:00",
                                   "002:00-6:00"}) {
        INFO(text);
        CHECK(!cb::watch::DayPart::parse(text));
    }
}

TEST_CASE("a schedule decides whether anything is due")
{
    const TimeZone zone{"UTC"};
    TempRepository temp;
    temp.commit("one");
    Watching watching;
    auto request = request_for(temp.path());
    request.now = at("2026-01-31T12:00:00Z");
    CHECK(watching.pass(request).due == 1);
    watching.batches.clear();

    request.schedule.during = cb::watch::DayPart::parse("22:00-6:00").value();
    auto result = watching.pass(request);
    CHECK(result.due == 0);
    CHECK(result.waiting == 1);
    CHECK(watching.batches.empty()); // the store is not asked
    request.now = at("2026-01-31T23:00:00Z");
    CHECK(watching.pass(request).due == 1);

    request.schedule.min_interval = std::chrono::hours{20};
    CHECK(watching.pass(request).due == 1);
    watching.last_pass = at("2026-01-31T03:00:01Z");
    CHECK(watching.pass(request).waiting == 1);
    watching.last_pass = at("2026-01-31T03:00:00Z");
    CHECK(watching.pass(request).due == 1);
    watching.last_pass = at("2026-02-01T00:00:00Z"); // a clock was wrong
    CHECK(watching.pass(request).due == 1);
}
