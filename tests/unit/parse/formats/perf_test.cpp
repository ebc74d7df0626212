#include "catch.hpp"
#include "parse/formats/perf_figures.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("perf: the text of one run gives samples")
{
    const auto text = sample("perf-6.1.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "perf");
    CHECK(result_lines(found) == Lines{"default | sleep 0.1 | task-clock: 0.83 [msec] lower",
                                       "default | sleep 0.1 | context-switches: 1 [] lower",
                                       "default | sleep 0.1 | cpu-migrations: 0 [] lower",
                                       "default | sleep 0.1 | page-faults: 76 [] lower",
                                       "default | sleep 0.1 | time: 0.135843421 [s] lower",
                                       "default | sleep 0.1 | user: 0.001605 [s] lower",
                                       "default | sleep 0.1 | system: 0 [s] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::perf));
}

TEST_CASE("perf: the text of several runs gives means")
{
    const auto text = sample("perf-6.1-runs.txt");
    CHECK(result_lines(find_results(text, Format::automatic)) ==
          Lines{"default | sleep 0.1 | task-clock: avg=0.81 [msec] lower",
                "default | sleep 0.1 | context-switches: avg=1 [] lower",
                "default | sleep 0.1 | cpu-migrations: avg=0 [] lower",
                "default | sleep 0.1 | page-faults: avg=76 [] lower",
                "default | sleep 0.1 | time: avg=0.11736 [s] lower"});
    CHECK(is_same_in_pieces(text, Format::perf));
}

TEST_CASE("perf: fields with separators, of one run and of several")
{
    const auto text = sample("perf-6.1.csv");
    CHECK(result_lines(find_results(text, Format::automatic)) ==
          Lines{"default | default | task-clock: 0.79 [msec] lower",
                "default | default | context-switches: 1 [] lower",
                "default | default | cpu-migrations: 0 [] lower",
                "default | default | page-faults: 77 [] lower"});
    CHECK(is_same_in_pieces(text, Format::perf));
    CHECK(result_lines(find_results(sample("perf-6.1-runs.csv"), Format::automatic)) ==
          Lines{"default | default | task-clock: avg=0.88 [msec] lower",
                "default | default | page-faults: avg=77 [] lower"});
}

TEST_CASE("perf: an event that nobody knows must follow one that is known")
{
    const auto found = find_results("12,,r01c2,786623,100.00,,\n"
                                    "12,,cycles:u,786623,99.50,,\n"
                                    "13,,r01c2,786623,100.00,,\n"
                                    "<not counted>,,instructions:u,0,0.00,,\n"
                                    "\n"
                                    "14,,r01c2,786623,100.00,,\n"
                                    "1,2,3,4,5,6,7\n2026,,cycles,1,1\n12,a b,cycles,1,1.00\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | default | cycles:u: 12 [] lower",
                                       "default | default | r01c2: 13 [] unknown"});
    CHECK(rejected_lines(found) == Lines{"4:1 default/instructions:u: was not counted"});
}

TEST_CASE("perf: fields of a locale with a decimal comma")
{
    const auto found = find_results("1234,56;msec;task-clock;1234560;100,00;0,998;CPUs utilized\n"
                                    "77;;page-faults;1234560;100,00;62,370;K/sec\n"
                                    "0,88;msec;cpu-clock;1,04%;880000;100,00;0,006;CPUs utilized\n"
                                    "<not counted>;;cycles;0;0,00;;\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | default | task-clock: 1234.56 [msec] lower",
                                       "default | default | page-faults: 77 [] lower",
                                       "default | default | cpu-clock: avg=0.88 [msec] lower"});
    CHECK(rejected_lines(found) == Lines{"4:1 default/cycles: was not counted"});

    const std::string why =
        ": the decimal mark and the separator are both commas; use perf stat -x';'";
    const auto split = find_results("1234,56,msec,task-clock,1234560,100,00,0,998,CPUs utilized\n"
                                    "77,,page-faults,1234560,100,00,62,370,K/sec\n"
                                    "0,88,msec,task-clock,1,04%,880000,100,00,0,006,CPUs\n"
                                    "1,2,3,4,5,6,7,8,9\n",
                                    Format::automatic);
    CHECK(result_lines(split).empty());
    CHECK(rejected_lines(split) == Lines{"1:1 default/task-clock" + why,
                                         "2:1 default/page-faults" + why,
                                         "3:1 default/task-clock" + why});
}

TEST_CASE("perf: text of other languages, what is cut off, and what was not counted")
{
    const auto found =
        find_results(" Performance counter stats for './a b':\n\n"
                     "          1.234,56 msec task-clock     #    0,006 CPUs utilized\n"
                     "     1.234.567      cycles                   (50,05%)\n"
                     "   <not counted>      instructions\n"
                     "         12.34 Joules power/energy-pkg/\n"
                     "\n"
                     "       1,117 seconds time elapsed\n"
                     "       0,117 seconds user\n"
                     "next line\n"
                     " Performance counter stats for 'cut':\n\n"
                     "     1,234      cycles\n"
                     "something else\n",
                     Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | ./a b | task-clock: 1234.56 [msec] lower",
                "default | ./a b | cycles: 1234567 [] lower",
                "default | ./a b | power/energy-pkg/: 12.34 [Joules] unknown",
                "default | ./a b | user: 0.117 [s] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"5:4 ./a b/instructions: was not counted",
                "8:8 ./a b/time: \"1,117\" may have a decimal comma or not",
                "11:1 cut: the output has no end"});
}

TEST_CASE("perf: nanoseconds are whole, in groups of digits")
{
    const auto found = find_results(" Performance counter stats for 'a':\n\n"
                                    "       391,036,423 ns   duration_time\n"
                                    "           601,167 ns   user_time\n"
                                    "       403.347.051 ns   system_time\n"
                                    "             1.167 ns   power/x/\n"
                                    "               500 ns   power/y/\n"
                                    "\n"
                                    "       0.391036423 seconds time elapsed\n"
                                    "       0.001605000 seconds sys\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | a | duration_time: 391036423 [ns] lower",
                                       "default | a | user_time: 601167 [ns] lower",
                                       "default | a | system_time: 403347051 [ns] lower",
                                       "default | a | power/x/: 1167 [ns] unknown",
                                       "default | a | power/y/: 500 [ns] unknown",
                                       "default | a | time: 0.391036423 [s] lower",
                                       "default | a | system: 0.001605 [s] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("perf: a time that is cut off is not the system's")
{
    const auto found = find_results(" Performance counter stats for 'a':\n\n"
                                    "       12      cycles\n\n"
                                    "       0.25 seconds time elapsed\n"
                                    "       0.25 seconds us",
                                    Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | a | cycles: 12 [] lower", "default | a | time: 0.25 [s] lower"});
    CHECK(rejected_lines(found) == Lines{"6:8 a/seconds: \"us\" is not time, user or sys"});
}

TEST_CASE("perf: numbers of all locales")
{
    const auto count = [](std::string_view word) {
        return parse_perf_number(word, PerfNumber::count).value_or(-1);
    };
    CHECK(count("1,234,567") == 1234567);
    CHECK(count("1.234") == 1234);
    CHECK(count("1\u00a0234") == 1234);
    CHECK(count("1\u202f234\u202f567") == 1234567);
    CHECK(count("1,23") == -1);
    CHECK(count("12.5") == 12.5);
    CHECK(count("12345") == 12345);
    CHECK(count("") == -1);
    const auto measure = [](std::string_view word) {
        return parse_perf_number(word, PerfNumber::measure).value_or(-1);
    };
    CHECK(measure("1,234.56") == 1234.56);
    CHECK(measure("1.234,56") == 1234.56);
    CHECK(measure("0,117") == 0.117);
    CHECK(measure("1.117") == 1.117);
    CHECK(measure("1,117") == -1);
    CHECK(measure("1,1175") == 1.1175);
    CHECK(measure("12") == 12);
    CHECK(measure("391,036,423") == 391036423);
    CHECK(measure("1.601.167") == 1601167);
    CHECK(measure("1,601,16") == -1);
    CHECK(measure("nan") == -1);
}

TEST_CASE("perf: numbers of Switzerland and India")
{
    const auto found = find_results(" Performance counter stats for 'x':\n\n"
                                    "   391\u2019036\u2019423      cycles\n"
                                    "   3,91,036,423      cycles:u\n"
                                    "   12,34,56,789      branches\n"
                                    "   1\u2019234.50 msec task-clock\n"
                                    "   1,2345,678      faults\n"
                                    "\n       0.135843421 seconds time elapsed\n",
                                    Format::perf);
    CHECK(result_lines(found) == Lines{"default | x | cycles: 391036423 [] lower",
                                       "default | x | branches: 123456789 [] lower",
                                       "default | x | task-clock: 1234.5 [msec] lower",
                                       "default | x | time: 0.135843421 [s] lower"});
    CHECK(rejected_lines(found).size() == 2);
}

TEST_CASE("perf: intervals, and counts of parts of the machine, are rejected by name")
{
    const auto reason_of = [](std::string_view text) {
        const auto found = find_results(text, Format::automatic);
        CHECK(found.results.empty());
        REQUIRE(found.rejected.size() == 1);
        return found.rejected.front().reason;
    };
    CHECK_THAT(
        reason_of("\n Performance counter stats for 'system wide':\n\n"
                  "CPU0                   101.92 msec task-clock     #    0.997 CPUs utilized\n"
                  "CPU1                   102.25 msec task-clock     #    1.000 CPUs utilized\n"
                  "\n       0.102236098 seconds time elapsed\n\n"),
        CB_CONTAINS("parts of the machine"));
    CHECK_THAT(reason_of("\n Performance counter stats for 'system wide':\n\n"
                         "S0        2             207.16 msec task-clock     #    2.041 CPUs\n"
                         "\n       0.102236098 seconds time elapsed\n\n"),
               CB_CONTAINS("parts of the machine"));
    CHECK_THAT(
        reason_of("#           time             counts unit events\n"
                  "     0.050106834               0.76 msec task-clock     #    0.015 CPUs\n"),
        CB_CONTAINS("perf stat -I -j"));
    CHECK_THAT(reason_of("CPU0,101.34,msec,task-clock,101342870,100.00,0.995,CPUs utilized\n"
                         "CPU1,101.88,msec,task-clock,101884491,100.00,1.000,CPUs utilized\n"
                         "CPU0,83,,page-faults,101342449,100.00,819.002,/sec\n"),
               CB_CONTAINS("perf stat -j"));
    CHECK_THAT(reason_of("S0,2,83,,page-faults,101342449,100.00,819.002,/sec\n"),
               CB_CONTAINS("perf stat -j"));
    CHECK_THAT(reason_of("     0.050095262,0.71,msec,task-clock,713762,100.00,0.014,CPUs utilized\n"
                         "     0.050095262,77,,page-faults,713762,100.00,107.879,K/sec\n"),
               CB_CONTAINS("perf stat -j"));
}

TEST_CASE("perf: a process that was attached to is not named by its number")
{
    const auto text = [](int pid) {
        return fmt::format("\n Performance counter stats for process id '{}':\n\n"
                           "              0.05 msec task-clock    #    0.000 CPUs utilized\n"
                           "\n       1.000765082 seconds time elapsed\n\n",
                           pid);
    };
    const auto found = find_results(text(20651) + text(20652), Format::perf);
    CHECK(result_lines(found) == Lines{"default | process | task-clock: 0.05 [msec] lower id=20651",
                                       "default | process | time: 1.000765082 [s] lower id=20651"});
    REQUIRE(found.rejected.size() == 1);
    CHECK_THAT(found.rejected.front().reason, CB_CONTAINS("another process"));
}
