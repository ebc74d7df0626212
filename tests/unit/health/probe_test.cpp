#include "base/error.hpp"
#include "catch.hpp"
#include "health/installation.hpp"
#include "health/probe.hpp"

#include <cstdlib>
#include <unistd.h>

namespace cb::health {

using namespace std::chrono_literals;

TEST_CASE("a probe that hangs, throws or crashes does not hide the others")
{
    const std::vector<Probe> probes{{"hangs",
                                     "a",
                                     []() -> Checks {
                                         for (;;) {
                                             ::pause();
                                         }
                                     }},
                                    {"throws",
                                     "",
                                     []() -> Checks {
                                         throw Error{Errc::unavailable, "away"};
                                     }},
                                    {"crashes", "", []() -> Checks { ::_exit(3); }},
                                    {"works", "", [] {
                                         return Checks{
                                             {.code = "works",
                                              .status = Status::note,
                                              .found = "f\xff\n",
                                              .cost = "c",
                                              .remedy = "r",
                                              .subject = "s",
                                              .figures = {{"x_bytes", 1.5}}},
                                             {.code = "more", .status = Status::ok, .found = ""}};
                                     }}};
    const auto checks = look_at(probes, 1s);
    REQUIRE(checks.size() == 5);
    CHECK(checks[0].code == "hangs");
    CHECK(checks[0].subject == "a");
    CHECK(checks[0].status == Status::problem);
    CHECK(checks[0].found == "no answer within 1 s");
    CHECK(checks[1].found == "away");
    CHECK(checks[2].found == "it exited with status 3");
    CHECK(checks[3].status == Status::note);
    CHECK(checks[3].found == "f\xEF\xBF\xBD\n");
    CHECK(checks[3].cost == "c");
    CHECK(checks[3].remedy == "r");
    CHECK(checks[3].subject == "s");
    CHECK(checks[3].figures == std::map<std::string, double>{{"x_bytes", 1.5}});
    CHECK(checks[4].code == "more");
    CHECK(condition_of(checks) == Condition::wrong);
}

TEST_CASE("what is away counts more than what is wrong, and a warning is neither")
{
    const Check warning{.code = "disk", .status = Status::warning};
    const Check wrong{.code = "spool", .status = Status::problem};
    const Check away{.code = "engine", .status = Status::problem};
    CHECK(condition_of({}) == Condition::good);
    CHECK(condition_of({warning}) == Condition::good);
    CHECK(condition_of({warning, wrong}) == Condition::wrong);
    CHECK(condition_of({away, wrong}) == Condition::unavailable);
}

} // namespace cb::health
