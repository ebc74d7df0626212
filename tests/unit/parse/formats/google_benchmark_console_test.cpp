#include "catch.hpp"
#include "parse/found.hpp"

#include <algorithm>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A table with these rows, whose names have 12 characters.
std::string console(std::string_view rows)
{
    return fmt::format("Benchmark             Time             CPU   Iterations UserCounters...\n"
                       "------------------------------------------------------------------------\n"
                       "{}",
                       rows);
}

} // namespace

TEST_CASE("google-benchmark's console: samples, counters and errors")
{
    const auto text = sample("google-benchmark-1.7.1.console.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "google-benchmark");
    const auto lines = result_lines(found);
    CHECK(
        Lines(lines.begin(), lines.begin() + 16) ==
        Lines{
            "default | BM_copy/64 | real_time: 23.9 [ns] lower label=a label",
            "default | BM_copy/64 | cpu_time: 4.25 [ns] lower label=a label",
            "default | BM_copy/64 | bytes_per_second: 15073617222.0416 [B/s] higher label=a label",
            "default | BM_copy/64 | items_per_second: 235526000 [items/s] higher label=a label",
            "default | BM_copy/1048576 | real_time: 249316 [ns] lower label=a label",
            "default | BM_copy/1048576 | cpu_time: 72082 [ns] lower label=a label",
            "default | BM_copy/1048576 | bytes_per_second: 14546946857.3696 [B/s] higher label=a "
            "label",
            "default | BM_copy/1048576 | items_per_second: 13873 [items/s] higher label=a label",
            "default | BM_count | real_time: 3.95 [ns] lower",
            "default | BM_count | cpu_time: 1.05 [ns] lower",
            "default | BM_count | big: 1234570 [] unknown",
            "default | BM_count | hits: 42 [] unknown",
            "default | BM_count | inv: 2.84449e-08 [] unknown",
            "default | BM_count | kib: 64000 [] unknown",
            "default | BM_count | pct: 0.5 [] unknown",
            "default | BM_count | rate: 35155600 [] unknown"});
    CHECK(Lines(lines.begin() + 16, lines.end()) ==
          Lines{"default | BM_ms/real_time/threads:2 | real_time: 0.25 [ms] lower",
                "default | BM_ms/real_time/threads:2 | cpu_time: 0.064 [ms] lower",
                "default | BM_cplx/64 | real_time: 146 [ns] lower",
                "default | BM_cplx/64 | cpu_time: 36.5 [ns] lower",
                "default | BM_cplx/256 | real_time: 720 [ns] lower",
                "default | BM_cplx/256 | cpu_time: 170 [ns] lower",
                "default | BM_cplx/1024 | real_time: 2592 [ns] lower",
                "default | BM_cplx/1024 | cpu_time: 596 [ns] lower",
                "default | BM_cplx/4096 | real_time: 10687 [ns] lower",
                "default | BM_cplx/4096 | cpu_time: 2892 [ns] lower",
                "default | BM_manual/iterations:100/manual_time | real_time: 0 [s] lower",
                "default | BM_manual/iterations:100/manual_time | cpu_time: 0 [s] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"6:124 BM_count/nan: nan is not finite",
                "7:38 BM_err: the benchmark failed: ERROR OCCURRED: 'no device'"});
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{4, 4}});
    CHECK(is_same_in_pieces(text, Format::google_benchmark));
}

TEST_CASE("google-benchmark's console: aggregates without samples are a summary")
{
    const auto text = sample("google-benchmark-1.7.1-aggregates.txt");
    const auto found = find_results(text, Format::google_benchmark);
    const auto lines = result_lines(found);
    REQUIRE(lines.size() == 28);
    CHECK(Lines(lines.begin(), lines.begin() + 4) ==
          Lines{"gb | BM_copy/64 | real_time: avg=12.3 median=12.8 stddev=1.33 [ns] lower label=a "
                "label",
                "gb | BM_copy/64 | cpu_time: avg=2.81 median=2.84 stddev=0.073 [ns] lower label=a "
                "label",
                "gb | BM_copy/64 | bytes_per_second: avg=22794035684.9664 median=22513896443.0848 "
                "stddev=596893499.392 [B/s] higher label=a label",
                "gb | BM_copy/64 | items_per_second: avg=356158000 median=351780000 stddev=9326460 "
                "[items/s] higher label=a label"});
    CHECK(
        lines.back() ==
        "gb | BM_manual/iterations:100/manual_time | cpu_time: avg=0 median=0 stddev=0 [s] lower");
    CHECK(is_same_in_pieces(text, Format::google_benchmark));
}

TEST_CASE("google-benchmark's console: aggregates of samples are left out")
{
    const auto found =
        find_results(console("BM_a             20.6 ns         4.75 ns      9870022\n"
                             "BM_a             17.5 ns         4.23 ns      9870022\n"
                             "BM_a_mean        19.0 ns         4.50 ns            2\n"
                             "BM_a_median      19.0 ns         4.50 ns            2\n"
                             "BM_a_stddev      1.00 ns         0.50 ns            2\n"
                             "BM_a_cv          5.00 %          9.00 %             2\n"
                             "BM_geo_mean      7.00 ns         6.00 ns            5\n"
                             "BM_last_mean     8.00 ns         7.00 ns            5\n"),
                     Format::automatic);
    CHECK(result_lines(found) == Lines{"default | BM_a | real_time: 20.6 17.5 [ns] lower",
                                       "default | BM_a | cpu_time: 4.75 4.23 [ns] lower",
                                       "default | BM_geo_mean | real_time: 7 [ns] lower",
                                       "default | BM_geo_mean | cpu_time: 6 [ns] lower",
                                       "default | BM_last_mean | real_time: 8 [ns] lower",
                                       "default | BM_last_mean | cpu_time: 7 [ns] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("google-benchmark's console: counters in columns, in colours")
{
    const auto text = sample("google-benchmark-1.7.1-tabular.txt");
    const auto found = find_results(text, Format::automatic);
    const auto lines = result_lines(found);
    CHECK(Lines(lines.begin(), lines.begin() + 4) ==
          Lines{"gb | BM_copy/64 | real_time: 12.6 [ns] lower label=a label",
                "gb | BM_copy/64 | cpu_time: 2.78 [ns] lower label=a label",
                "gb | BM_copy/64 | bytes_per_second: 22991818928.9472 [B/s] higher label=a label",
                "gb | BM_copy/64 | items_per_second: 359248000 [items/s] higher label=a label"});
    CHECK(std::count(lines.begin(), lines.end(), "gb | BM_count | rate: 33671900 [] unknown") == 1);
    CHECK(lines.size() == 28);
    CHECK(found.rejected.size() == 2);
    CHECK(is_same_in_pieces(text, Format::google_benchmark));
}

TEST_CASE("google-benchmark's console: units, versions and names with blanks")
{
    CHECK(result_lines(find_results(sample("google-benchmark-1.7.1-us.txt"), Format::automatic))
              .at(4) == "gb | BM_copy/1048576 | real_time: 274 [us] lower label=a label");
    const auto found = find_results(
        "web-1  | Running C:\\b\\my bench.exe\r\nweb-1  | Run on (8 X 2096 MHz CPU s)\r\n"
        "web-1  | Benchmark                   Time           CPU Iterations\r\n"
        "web-1  | ------------------------------------------------\r\n"
        "web-1  | BM_f<int, char>/8          12 ns         11 ns   56000000   "
        "2.5GB/s\r\n"
        "web-1  | BM_g                        1 s        1000 ms          1 "
        "bytes_per_second=2.5Gi/s x=3Ki y=2m z=5s=1\r\n",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"my bench.exe | BM_f<int, char>/8 | real_time: 12 [ns] lower label=2.5GB/s",
                "my bench.exe | BM_f<int, char>/8 | cpu_time: 11 [ns] lower label=2.5GB/s",
                "my bench.exe | BM_g | real_time: 1 [s] lower",
                "my bench.exe | BM_g | cpu_time: 1000 [ms] lower",
                "my bench.exe | BM_g | bytes_per_second: 2684354560 [B/s] higher",
                "my bench.exe | BM_g | x: 3072 [] unknown",
                "my bench.exe | BM_g | y: 0.002 [] unknown"});
    CHECK(rejected_lines(found) == Lines{"6:95 BM_g/z: \"5s=1\" is not a counter"});
}

TEST_CASE("google-benchmark's console: rows that are not whole are named, other lines are not")
{
    const auto found =
        find_results(console("BM_cut           20.6 ns         4.7\n"
                             "BM_unit          20.6 ns         4.75 n\n"
                             "working... BM_x             20.6 ns         4.75 ns"
                             "      9870022\n"
                             "BM_rate          20.6 ns         4.75 ns   7 "
                             "bytes_per_second=14.0384\n"
                             "a line of a log that took 20 ms in all\n"
                             "\n"
                             "BM_nan            nan ns          nan ns            1\n"
                             "BM_last          1.00 ns         2.00 ns            3"),
                     Format::automatic);
    CHECK(result_lines(found) == Lines{"default | BM_rate | real_time: 20.6 [ns] lower",
                                       "default | BM_rate | cpu_time: 4.75 [ns] lower",
                                       "default | BM_last | real_time: 1 [ns] lower",
                                       "default | BM_last | cpu_time: 2 [ns] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"3:18 BM_cut: the row is not complete",
                "4:18 BM_unit: the row is not complete",
                "5:29 BM_x: something else was printed into the row",
                "6:46 BM_rate/bytes_per_second: \"14.0384\" is not a counter"});
}

TEST_CASE("google-benchmark's console: names of counters with blanks, in columns")
{
    const std::string head =
        "Benchmark             Time             CPU   Iterations          a cache hits"
        " bytes_per_second       miss a very long name\n";
    const auto found = find_results(
        head + "BM_a             0.271 ns        0.271 ns      5160092   832.343u          7"
               "       305.648G/s       -2.5                3 a label\n"
               "BM_wide          0.271 ns        0.271 ns  51600921234 1.000001e+22          8"
               "       305.648G/s        1.5                4\n"
               "BM_moved         0.271 ns        0.271 ns      5160092   832.343u       7"
               "       305.648G/s       -2.5                3\n"
               "BM_cut           0.271 ns        0.271 ns      5160092   832.343u          7\n",
        Format::automatic);
    auto lines = result_lines(found);
    lines.erase(
        std::remove_if(lines.begin(),
                       lines.end(),
                       [](const auto& text) { return text.find("_time") != std::string::npos; }),
        lines.end());
    CHECK(lines == Lines{"default | BM_a | a: 0.000832343 [] unknown label=a label",
                         "default | BM_a | cache hits: 7 [] unknown label=a label",
                         "default | BM_a | bytes_per_second: 328187041021.952 [B/s] higher "
                         "label=a label",
                         "default | BM_a | miss: -2.5 [] unknown label=a label",
                         "default | BM_a | a very long name: 3 [] unknown label=a label",
                         "default | BM_wide | a: 1.000001e+22 [] unknown",
                         "default | BM_wide | cache hits: 8 [] unknown",
                         "default | BM_wide | bytes_per_second: 328187041021.952 [B/s] higher",
                         "default | BM_wide | miss: 1.5 [] unknown",
                         "default | BM_wide | a very long name: 4 [] unknown"});
    const std::string why = "the counters are not in their columns; use --benchmark_format=json";
    REQUIRE(found.rejected.size() == 2);
    CHECK(found.rejected[0].reason == why);
    CHECK(found.rejected[0].field == "BM_moved");
    CHECK(found.rejected[1].reason == why);
    CHECK(found.rejected[1].field == "BM_cut");
}

TEST_CASE("google-benchmark's console: names of counters with blanks, before each value")
{
    const auto found = find_results(
        console("BM_a             20.6 ns         4.75 ns     6569757 a=1 "
                "cache hits=7 misses=12\n"
                "BM_label         20.6 ns         4.75 ns     6569757 hits=1 fast path\n"
                "BM_both          20.6 ns         4.75 ns     6569757 hits=1 b c=7\n"
                "BM_both2         20.6 ns         4.75 ns     6569757 a=1 b c=7 fast\n"),
        Format::automatic);
    auto lines = result_lines(found);
    lines.erase(
        std::remove_if(lines.begin(),
                       lines.end(),
                       [](const auto& text) { return text.find("_time") != std::string::npos; }),
        lines.end());
    CHECK(lines == Lines{"default | BM_a | a: 1 [] unknown",
                         "default | BM_a | cache hits: 7 [] unknown",
                         "default | BM_a | misses: 12 [] unknown",
                         "default | BM_label | hits: 1 [] unknown label=fast path",
                         "default | BM_both | hits: 1 [] unknown",
                         "default | BM_both2 | a: 1 [] unknown"});
    const std::string why = " may be counters or a label; use --benchmark_format=json";
    CHECK(rejected_lines(found) ==
          Lines{"5:61 BM_both: \"b c=7\"" + why, "6:58 BM_both2: \"b c=7 fast\"" + why});
}

TEST_CASE("google-benchmark's console: other tools' rows below a table are not its rows")
{
    const auto found =
        find_results(console("BM_a             20.6 ns         4.75 ns      9870022\n"
                             "BenchmarkDot      1000          1234 ns/op\n"
                             "test_fast         43.6 (1.0)     75.1 (1.62)\n"
                             "count               12\n"
                             "latency           10.1 ms\n"
                             "BM_b             20.6 ns         4.75 ns      9870022\n"
                             "BM_cut           20.6 ns\n"),
                     Format::google_benchmark);
    CHECK(found.results.size() == 4);
    CHECK(rejected_lines(found) == Lines{"9:18 BM_cut: the row is not complete"});
}

TEST_CASE("google-benchmark's console is left out where its JSON is in the same text")
{
    const auto json = sample("google-benchmark-1.7.1.json");
    const auto alone = find_results(json, Format::automatic);
    const auto both =
        find_results(console("BM_memcpy/64     9.99 ns         9.99 ns            3\n"
                             "BM_other         9.99 ns         9.99 ns            3\n") +
                         json,
                     Format::automatic);
    CHECK(both.results.size() == alone.results.size() + 2);
    CHECK(result_lines(both).back() == "default | BM_other | cpu_time: 9.99 [ns] lower");
    CHECK(both.rejected.size() == alone.rejected.size());
}

TEST_CASE("a row without the counters of its header is rejected at a place in it")
{
    const std::string head =
        "Benchmark               Time             CPU   Iterations       hits\n";
    const auto found =
        find_results(head + "BM_a              23.9 ns         4.25 ns      6569757\n",
                     Format::google_benchmark);
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].line == 2);
    CHECK(found.rejected[0].column <= 60);
}
