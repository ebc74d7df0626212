#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Found nanobench_with(std::string_view members)
{
    return find_results(fmt::format(R"({{"results":[{{"name":"x","epochs":1,{}}}]}})", members),
                        Format::automatic);
}

} // namespace

TEST_CASE("nanobench: times and counters of each measurement")
{
    const auto text = sample("nanobench-made.json");
    const auto found = find_results("bench {\n" + text + "}\n", Format::automatic);
    CHECK(found.format == "nanobench");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"hash | crc32 | time: 8.25e-07 8.125e-07 8.5e-07 [s] lower batch=4096 unit=byte",
                "hash | crc32 | cpucycles: 2310.5 2300.25 2320 [] lower batch=4096 unit=byte",
                "hash | crc32 | instructions: 9001.25 9001.25 9001.5 [] lower batch=4096 unit=byte",
                "hash | crc32 | branchinstructions: 512 512 513 [] lower batch=4096 unit=byte",
                "hash | crc32 | branchmisses: 0.5 0.25 0 [] lower batch=4096 unit=byte",
                "set | find [N=10] | time: 2.5e-08 2.75e-08 [s] lower complexityN=10",
                "set | find [N=1000] | time: 7.5e-08 7.25e-08 [s] lower complexityN=1000"});
    CHECK(is_same_in_pieces(text, Format::nanobench));
}

TEST_CASE("nanobench: without measurements the median is the central figure")
{
    CHECK(result_lines(nanobench_with(R"x("title":"","median(elapsed)":2)x")) ==
          Lines{"default | x | time: avg=2 median=2 [s] lower"});
    CHECK(rejected_lines(nanobench_with(R"x("median(elapsed)":NaN)x")) ==
          Lines{"1:54 results/0/median(elapsed): NaN is not a value in JSON"});
}

TEST_CASE("nanobench: what is wrong is named and costs only itself")
{
    const auto found = nanobench_with(R"("measurements":[{"elapsed":1,"cpucycles":inf},7,)"
                                      R"({"elapsed":-nan,"cpucycles":2},{"cpucycles":0}])");
    CHECK(result_lines(found) ==
          Lines{"default | x | time: 1 [s] lower", "default | x | cpucycles: 2 0 [] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"1:82 results/0/measurements/1: must be an object",
                "1:95 results/0/measurements/2/elapsed: -nan is not a value in JSON",
                "1:115 results/0/measurements/3/elapsed: is missing",
                "1:77 results/0/measurements/0/cpucycles: inf is not a value in JSON"});
    CHECK(rejected_lines(nanobench_with(R"("measurements":{})")) ==
          Lines{"1:51 results/0/measurements: must be a list"});
    CHECK(rejected_lines(nanobench_with(R"("measurements":[])")) ==
          Lines{"1:51 results/0/measurements: holds no values"});
    const auto unnamed =
        find_results(R"x({"results":[{"median(elapsed)":1},{"name":1},7]})x", Format::nanobench);
    CHECK(rejected_lines(unnamed) ==
          Lines{"1:13 results/0/name: is missing",
                "1:43 results/1/name: must be a string without NUL bytes",
                "1:46 results/2: must be an object"});
}
