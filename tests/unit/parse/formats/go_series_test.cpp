#include "catch.hpp"
#include "parse/found.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// For each test and unit: the values and their line numbers.
using Series = std::map<std::string, std::pair<std::vector<double>, std::vector<std::uint64_t>>>;

Series series_of(const Found& found)
{
    Series all;
    for (const auto& result : found.results) {
        auto& [values, lines] = all[result.test + " " + result.unit];
        values = result.values;
        for (const auto& [first, last] : result.lines) {
            for (auto line = first; line <= last; ++line) {
                lines.push_back(line);
            }
        }
    }
    return all;
}

} // namespace

TEST_CASE("go: lines of a test with other units, and of many tests in turns")
{
    const auto found = find_results("BenchmarkA 1 1 ns/op 5 B/op\n"
                                    "BenchmarkB 1 2 ns/op\n"
                                    "BenchmarkA 1 3 ns/op 4 MB/s 6 B/op\n"
                                    "BenchmarkB 1 7 B/op 8 ns/op\n"
                                    "BenchmarkA 1 9 B/op 10 B/op\n"
                                    "BenchmarkA 1 11 ns/op\n",
                                    Format::go);
    CHECK(result_lines(found) == Lines{"default | BenchmarkA | time: 1 3 11 [ns/op] lower",
                                       "default | BenchmarkA | memory: 5 6 9 10 [B/op] lower",
                                       "default | BenchmarkA | throughput: 4 [MB/s] higher",
                                       "default | BenchmarkB | time: 2 8 [ns/op] lower",
                                       "default | BenchmarkB | memory: 7 [B/op] lower"});
    using Ranges = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
    CHECK(found.results[0].lines == Ranges{{1, 1}, {3, 3}, {6, 6}});
    CHECK(found.results[1].lines == Ranges{{1, 1}, {3, 3}, {5, 5}});
}

TEST_CASE("go: each sample comes to its series, over random lines")
{
    std::mt19937 random{1};
    for (int round = 0; round < 30; ++round) {
        std::string text;
        Series expected;
        std::size_t test = 0;
        const auto changes = 1 + random() % 40; // how often the test changes: one line in this many
        for (std::uint64_t line = 1; line <= 2000; ++line) {
            test = random() % changes == 0 ? random() % 5 : test;
            if (random() % 20 == 0) {
                text += "PASS\n";
                continue;
            }
            text += "BenchmarkT" + std::to_string(test) + "\t1";
            for (auto count = 1 + random() % 4; count > 0; --count) {
                const auto unit = random() % 30 != 0 ? "u" + std::to_string(count) : "u1";
                const auto value = random() % 1000;
                text += " " + std::to_string(value) + " " + unit;
                auto& series = expected["BenchmarkT" + std::to_string(test) + " " + unit];
                series.first.push_back(static_cast<double>(value));
                if (series.second.empty() || series.second.back() != line) {
                    series.second.push_back(line);
                }
            }
            text += "\n";
        }
        CHECK(series_of(find_results(text, Format::go)) == expected);
    }
}

TEST_CASE("go: a percentile of times is better lower")
{
    const auto found =
        find_results("BenchmarkA-2 \t1\t5 ns/op\t7 p99-ns\t8 p50-us/op\t9 total-bytes\t3 "
                     "hit-ratio\t4 x-ops/s\n",
                     Format::go);
    CHECK(result_lines(found) ==
          Lines{"default | BenchmarkA-2 | time: 5 [ns/op] lower",
                "default | BenchmarkA-2 | p99-ns: 7 [p99-ns] lower",
                "default | BenchmarkA-2 | p50-us/op: 8 [p50-us/op] lower",
                "default | BenchmarkA-2 | total-bytes: 9 [total-bytes] unknown",
                "default | BenchmarkA-2 | hit-ratio: 3 [hit-ratio] unknown",
                "default | BenchmarkA-2 | x-ops/s: 4 [x-ops/s] higher"});
}
