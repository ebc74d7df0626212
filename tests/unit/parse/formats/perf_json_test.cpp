#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("perf: each event is a metric; one that the machine lacks is left out")
{
    const auto text = sample("perf-6.1.187.jsonl");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "perf");
    CHECK(result_lines(found) == Lines{"default | default | task-clock: 0.463882 [msec] lower",
                                       "default | default | context-switches: 0 [] lower",
                                       "default | default | page-faults: 49 [] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::perf));
}

TEST_CASE("perf: with -r the count is a mean")
{
    const auto found = find_results(sample("perf-6.1.187-repeated.jsonl"), Format::automatic);
    CHECK(result_lines(found) == Lines{"default | default | task-clock: avg=0.4613 [msec] lower",
                                       "default | default | page-faults: avg=50 [] lower"});
}

TEST_CASE("perf: of what a count is, is in the name, and what is no count is named")
{
    const auto found = find_results(
        R"({"cpu" : "1", "counter-value" : "38.5", "unit" : "msec", "event" : "task-clock", "event-runtime" : 1})"
        "\n"
        R"({"counter-value" : "<not counted>", "unit" : "", "event" : "cycles", "event-runtime" : 0})"
        "\n"
        R"({"counter-value" : "x", "unit" : "", "event" : "cycles:u", "event-runtime" : 0})"
        "\n"
        R"({"counter-value" : "7.000000", "unit" : "", "event" : "power/x/", "event-runtime" : 0})",
        Format::perf);
    CHECK(result_lines(found) ==
          Lines{"default | default cpu=1 | task-clock: 38.5 [msec] lower cpu=1",
                "default | default | power/x/: 7 [] unknown"});
    CHECK(rejected_lines(found) == Lines{"2:20 counter-value: was not counted",
                                         R"(3:20 counter-value: "x" is not a number)"});
}

TEST_CASE("perf -j: counts of two commands are not mixed without a word")
{
    const std::string row =
        R"({"counter-value" : "7.0", "unit" : "", "event" : "page-faults", "event-runtime" : 1})";
    CHECK(find_results(row + "\n", Format::automatic).rejected.empty());
    const auto twice = find_results(row + "\n" + row + "\n", Format::automatic);
    CHECK(twice.results.size() == 1);
    REQUIRE(twice.rejected.size() == 1);
    CHECK_THAT(twice.rejected.front().reason, CB_CONTAINS("the event was counted before"));
    CHECK(find_results(row + "\n" + row + "\n", Format::automatic, {.iterations = 2})
              .rejected.empty());
    const std::string interval = R"({"interval" : 0.1, )" + row.substr(1);
    CHECK(find_results(interval + "\n" + interval + "\n", Format::automatic).rejected.empty());
}
