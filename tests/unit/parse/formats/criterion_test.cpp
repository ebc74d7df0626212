#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

const std::string name = "criterion-made-benchmark.json";
const std::string estimates = "criterion-made-estimates.json";
const std::string samples = "criterion-made-sample.json";

const std::string summary =
    "time: avg=4.75 median=4.6875 median_abs_dev=0.125 slope=4.71875 stddev=0.25 [ns] lower";

} // namespace

TEST_CASE("criterion: estimates are a summary, in the old spelling, too")
{
    for (const auto& file : {estimates, std::string{"criterion-made-0.3-estimates.json"}}) {
        INFO(file);
        const auto found = find_results(sample(file), Format::automatic);
        CHECK(found.format == "criterion");
        CHECK(result_lines(found) == Lines{"default | default | " + summary});
        CHECK(found.rejected.empty());
    }
}

TEST_CASE("criterion: samples are times per iteration")
{
    const auto found = find_results(sample(samples), Format::automatic);
    CHECK(found.format == "criterion");
    CHECK(result_lines(found) == Lines{"default | default | time: 4.5 4.75 5 4.5625 [ns] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("criterion: files one after the other, of which benchmark.json says the name")
{
    const auto with_name = sample(name) + sample(estimates) + sample(samples);
    const Lines expected{"default | Fibonacci2/Iterative/20 | time: 4.5 4.75 5 4.5625 [ns] lower "
                         "elements=20 value=20"};
    CHECK(result_lines(find_results(with_name, Format::automatic)) == expected);
    CHECK(is_same_in_pieces(with_name, Format::criterion));
    CHECK(
        result_lines(find_results(sample(name) + "\n" + sample(samples) + "\n" + sample(estimates),
                                  Format::criterion)) == expected);
    const auto two = find_results(
        sample(name) + sample(estimates) +
            R"({"group_id":"g","function_id":null,"value_str":"v","throughput":{"Bytes":7}})" +
            sample(samples) + sample(estimates) + sample(estimates),
        Format::criterion);
    CHECK(result_lines(two) ==
          Lines{"default | Fibonacci2/Iterative/20 | " + summary + " elements=20 value=20",
                "default | g/v | time: 4.5 4.75 5 4.5625 [ns] lower bytes=7 value=v"});
    CHECK(rejected_lines(two).size() == 1); // estimates of the same name that replace no sample
}

TEST_CASE("criterion: samples of before 0.3.4, which are two lists")
{
    const auto old = sample("criterion-made-0.3-sample.json");
    const auto old_estimates = sample("criterion-made-0.3-estimates.json");
    const Lines expected{"default | Fibonacci2/Iterative/20 | time: 4.5 4.75 5 4.5625 [ns] lower "
                         "elements=20 value=20"};
    const std::string tukey = "[1.0,2.0,3.0,4.0]";
    for (const std::string between : {"", "\n", " \r\n\n"}) {
        for (const auto& text :
             {sample(name) + between + old_estimates + between + old + between + tukey,
              sample(name) + between + old + between + old_estimates,
              sample(name) + between + old + between + sample(name) + between}) {
            INFO(text);
            const auto found = find_results(text, Format::automatic);
            CHECK(result_lines(found) == expected);
            CHECK(rejected_lines(found).empty());
            CHECK(is_same_in_pieces(text, Format::criterion));
        }
    }
    const auto other = R"({"group_id":"g","full_id":"g"})" + std::string{"[[2],[8]]"};
    CHECK(result_lines(find_results(sample(name) + old + other, Format::criterion)).size() == 2);
}

TEST_CASE("criterion: a list of lists is a sample only behind its name, and its mistakes are named")
{
    const auto rejected = [](const std::string& list) {
        const auto found = find_results(sample(name) + list, Format::criterion);
        CHECK(found.results.size() <= 1);
        return rejected_lines(found);
    };
    REQUIRE(sample(name).size() == 210);
    CHECK(find_results("[[1],[2]]", Format::criterion).results.empty());
    CHECK(find_results(sample(name) + "x [[1],[2]]", Format::criterion).results.empty());
    CHECK(rejected("[1,2]").empty());
    CHECK(rejected("[[1,2]]") == Lines{"1:211 1: must be a list"});
    CHECK(rejected("[[1,2],[3]]") == Lines{"1:215 0/1: has no time"});
    CHECK(rejected("[[1,0],[3,4]]") == Lines{"1:215 0/1: must be a number of iterations"});
    CHECK(rejected("[[1,2],[3,NaN]]") == Lines{"1:221 1/1: NaN is not a value in JSON"});
    CHECK(rejected("[[1,2],[3,4}") ==
          Lines{"1:222 : not valid JSON: ',' or the closing bracket was expected here"});
    CHECK(rejected("[[1,2],[3,4]") == Lines{"1:211 : not valid JSON: the object has no end"});
    CHECK(rejected("[[1,2],[3,4],]") == Lines{"1:224 : not valid JSON: a comma before ']'"});
    CHECK(rejected("[[]]") == Lines{"1:211 1: must be a list"});
}

TEST_CASE("criterion: messages of cargo-criterion")
{
    const auto text = sample("criterion-made.jsonl");
    const auto found =
        find_results("{\"reason\":\"compiler-artifact\"}\n" + text, Format::automatic);
    CHECK(found.format == "criterion");
    CHECK(result_lines(found) ==
          Lines{"default | norm | time: 4140 3410 3500 [ns] lower elements=1024"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::criterion));
    const auto few = find_results(
        R"({"reason":"benchmark-complete","id":"a","unit":"cycles","typical":{"estimate":5},)"
        R"("mean":{"estimate":6},"slope":null,"median":{"estimate":"x"}})",
        Format::automatic);
    CHECK(result_lines(few) == Lines{"default | a | cycles: avg=5 mean=6 [cycles] unknown"});
}

TEST_CASE("criterion: the text, with long names and changes")
{
    const auto text = sample("criterion-made.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "criterion");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"bench | norm | time: avg=3419.4 high=3465.4 low=3375.2 [ns] lower",
                "bench | norm | throughput: avg=299470000 high=303390000 low=295490000 [elem/s] "
                "higher",
                "bench | Fibonacci2/Iterative with a long name/20 | time: avg=1001.2 "
                "high=1004.9 low=998.12 [ns] lower"});
    REQUIRE(found.results.size() == 3);
    CHECK(found.results[2].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{18, 18}});
    CHECK(is_same_in_pieces(text, Format::criterion));
}

TEST_CASE("criterion: the text with colours, progress and other throughputs")
{
    const auto found = find_results(
        "\rBenchmarking a: Analyzing\r\x1b[K\x1b[32ma\x1b[0m                       time:   "
        "[\x1b[2m1 ns\x1b[0m \x1b[1m2 ns\x1b[0m \x1b[2m3 ns\x1b[0m]\r\n"
        "                        thrpt:  [999 Kelem/s 1.5 Melem/s 2 Gelem/s]\n"
        "\x1b[32mtime:   [of a long name] it is\x1b[0m\n"
        "                        time:   [1 cycles 2 cycles 3 cycles]\n"
        "                        thrpt:  [4 ns/elem 5 ns/elem 6 parsecs]\n",
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"default | a | time: avg=2 high=3 low=1 [ns] lower",
                "default | a | throughput: avg=1500000 high=2000000000 low=999000 [elem/s] higher",
                "default | time:   [of a long name] it is | time: avg=2 high=3 low=1 [cycles] "
                "unknown",
                "default | time:   [of a long name] it is | throughput: avg=5 low=4 [ns/elem] "
                "lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("criterion: text that is no result, and figures that are none")
{
    const auto found = find_results("time:   [1 ns 2 ns 3 ns]\n\n"
                                    "                        time:   [1 ns 2 ns 3 ns]\n"
                                    "x time:   []\nx time:   [1 2 3]\nx time: [1 ns 2 ns 3 ns]\n"
                                    "x time:   [1 ns NaN ns inf ns]\n"
                                    "y time:   [1 ns 2 ns 3 ns]\ny time:   [1 ns 2 ns 3 ns]\n",
                                    Format::automatic);
    CHECK(result_lines(found) == Lines{"default | y | time: avg=2 high=3 low=1 [ns] lower"});
    CHECK(
        rejected_lines(found) ==
        Lines{"7:17 x/time/avg: NaN is not finite",
              "7:24 x/time/high: inf is not finite",
              "9:12 y/time: the metric was printed before, and a summary such as {\"avg\"} cannot "
              "be merged"});
}

TEST_CASE("criterion: wrong members of its files are named")
{
    const auto found = find_results(
        R"({"median_abs_dev":{"point_estimate":1},"std_dev":7,"slope":null})"
        "\n"
        R"({"median_abs_dev":{},"std_dev":null,"mean":{"point_estimate":"1"}})"
        "\n"
        R"({"iters":[1,0,"x",2],"times":[1,2,3,NaN,5]})"
        "\n"
        R"({"iters":7,"times":7})"
        "\n"
        R"({"iters":[],"times":[]})"
        "\n"
        R"({"reason":"benchmark-complete","id":7})"
        "\n"
        R"({"reason":"benchmark-complete","id":"a"})"
        "\n"
        R"({"reason":"benchmark-complete","id":"b","typical":{}})"
        "\n"
        R"({"reason":"benchmark-complete","id":"c","iteration_count":[1e-300],"measured_values":[1e300]})",
        Format::criterion);
    CHECK(result_lines(found) == Lines{"default | default | time: 1 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"1:50 std_dev: must be an object",
                                         "1:1 mean: is missing",
                                         "2:62 mean/point_estimate: \"1\" is not a number",
                                         "2:19 median_abs_dev/point_estimate: is missing",
                                         "3:13 iters/1: must be a number of iterations",
                                         "3:15 iters/2: \"x\" is not a number",
                                         "3:37 times/3: NaN is not a value in JSON",
                                         "3:41 times/4: has no number of iterations",
                                         "4:20 times: must be a list",
                                         "5:21 times: holds no values",
                                         "6:37 id: must be a string without NUL bytes",
                                         "7:1 typical: is missing, and so are the measured_values",
                                         "8:51 typical/estimate: is missing",
                                         "9:60 iteration_count/0: must be a number of iterations"});
}

TEST_CASE("criterion: what follows a name that is none is not taken for another's")
{
    const auto found = find_results(R"({"group_id":7,"function_id":8})" + sample(estimates) +
                                        sample(samples) + sample(name) + sample(samples),
                                    Format::criterion);
    CHECK(result_lines(found) == Lines{"default | Fibonacci2/Iterative/20 | time: 4.5 4.75 5 "
                                       "4.5625 [ns] lower elements=20 value=20"});
    CHECK(rejected_lines(found) ==
          Lines{"1:1 full_id: is no name, so what follows cannot be taken"});
    const auto longest = std::string(5000, 'x');
    CHECK(rejected_lines(
              find_results(R"({"group_id":"g","full_id":")" + longest + "\"}" + sample(samples),
                           Format::criterion)) ==
          Lines{"1:27 full_id: is too long for a name, with 5000 bytes"});
}

TEST_CASE("criterion: samples without names of their own do not merge")
{
    const std::string sample_file = R"({"sampling_mode":"Flat","iters":[1,1],"times":[10,20]})"
                                    "\n";
    const std::string reason =
        "has no name of its own: the samples of another benchmark come before it; put the "
        "benchmark.json of each in front of its sample.json";
    const auto nameless = find_results(sample_file + sample_file, Format::automatic);
    CHECK(result_lines(nameless) == Lines{"default | default | time: 10 20 [ns] lower"});
    CHECK(rejected_lines(nameless) == Lines{"2:47 times: " + reason});
    const auto named_file = [](std::string_view id) {
        return fmt::format(R"({{"group_id":"{0}","function_id":null,"full_id":"{0}"}})"
                           "\n",
                           id);
    };
    const auto named =
        find_results(named_file("a") + sample_file + sample_file + named_file("b") + sample_file,
                     Format::automatic);
    CHECK(result_lines(named) ==
          Lines{"default | a | time: 10 20 [ns] lower", "default | b | time: 10 20 [ns] lower"});
    CHECK(rejected_lines(named) == Lines{"3:47 times: " + reason});
}

TEST_CASE("criterion: the text of two programs, which cargo names")
{
    const auto found =
        find_results("add                     time:   [1.0 ns 2.0 ns 3.0 ns]\n"
                     "     Running benches/fib.rs (target/release/deps/fib-1f0c2d3e4a5b6c7d)\n"
                     "add                     time:   [2.0 ns 3.0 ns 4.0 ns]\n"
                     "     Running benches/sort.rs (target/release/deps/sort-2f0c2d3e4a5b6c7d)\n"
                     "add                     time:   [5.0 ns 6.0 ns 7.0 ns]\n",
                     Format::automatic);
    CHECK(result_lines(found) == Lines{"default | add | time: avg=2 high=3 low=1 [ns] lower",
                                       "fib | add | time: avg=3 high=4 low=2 [ns] lower",
                                       "sort | add | time: avg=6 high=7 low=5 [ns] lower"});
    CHECK(found.rejected.empty());
}

TEST_CASE("criterion: messages of two programs are not mixed without a word")
{
    const std::string message =
        R"({"reason":"benchmark-complete","id":"a","unit":"ns","typical":{"estimate":5}})";
    CHECK(find_results(message + "\n", Format::automatic).rejected.empty());
    const auto twice = find_results(message + "\n" + message + "\n", Format::automatic);
    REQUIRE(!twice.rejected.empty());
    CHECK_THAT(twice.rejected.back().reason, CB_CONTAINS("an earlier message has a benchmark"));
    CHECK(find_results(message + "\n" + message + "\n", Format::automatic, {.iterations = 2})
              .rejected.size() == twice.rejected.size() - 1);
}
