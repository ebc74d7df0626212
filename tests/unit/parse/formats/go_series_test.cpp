#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

using Lines = std::vector<std::string>;

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
