#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("time: what a command used")
{
    const auto text = sample("time-1.9.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "time");
    CHECK(result_lines(found) == Lines{"default | sleep 0.1 | user: 0 [s] lower",
                                       "default | sleep 0.1 | system: 0 [s] lower",
                                       "default | sleep 0.1 | time: 0.1 [s] lower",
                                       "default | sleep 0.1 | peak_memory: 1687552 [B] lower",
                                       "default | sleep 0.1 | major_faults: 0 [] lower",
                                       "default | sleep 0.1 | minor_faults: 98 [] lower",
                                       "default | sleep 0.1 | voluntary_switches: 2 [] lower",
                                       "default | sleep 0.1 | involuntary_switches: 0 [] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::time));
    CHECK(find_results(text + text, Format::time).results.at(0).values ==
          std::vector<double>{0, 0});
}

TEST_CASE("time: a command that failed, and output without its end, are named")
{
    const auto found = find_results(sample("time-1.9-fail.txt"), Format::automatic);
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) == Lines{"2:1 sh -c exit 3: the command failed",
                                         "26:1 sh -c kill -9 $$: the command failed"});
    const auto cut = find_results(
        "\tCommand being timed: \"a \"b\"\"\n\tUser time (seconds): 0.00\n", Format::automatic);
    CHECK(cut.results.empty());
    CHECK(rejected_lines(cut) == Lines{"1:1 a \"b\": the output has no end"});
}

TEST_CASE("time: clocks, and what is none")
{
    const auto text = [](std::string_view clock) {
        return fmt::format("\tCommand being timed: \"a\"\n"
                           "\tElapsed (wall clock) time (h:mm:ss or m:ss): {}\n"
                           "\tExit status: 0\n",
                           clock);
    };
    const auto time = [&](std::string_view clock) {
        return result_lines(find_results(text(clock), Format::automatic));
    };
    CHECK(time("1:02:03") == Lines{"default | a | time: 3723 [s] lower"});
    CHECK(time("12:03.25\r") == Lines{"default | a | time: 723.25 [s] lower"});
    for (const auto* const clock : {"12", "a:1", "1:", "1:2:3:4", "-1:00", "0:nan"}) {
        INFO(clock);
        CHECK(time(clock).empty());
        CHECK(rejected_lines(find_results(text(clock), Format::automatic)) ==
              Lines{fmt::format("2:47 a/time: \"{}\" is not a time", clock)});
    }
}
