#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Found pyperf_in(std::string_view text)
{
    return find_results(text, Format::automatic);
}

Found pyperf_with(std::string_view runs)
{
    return pyperf_in(
        fmt::format(R"({{"benchmarks":[{{"metadata":{{"name":"x"}},"runs":{}}}]}})", runs));
}

} // namespace

TEST_CASE("pyperf: the samples of all runs; the name follows the only benchmark")
{
    const auto text = sample("pyperf-made.json");
    const auto found = pyperf_in("python {\n" + text + "done }\n");
    CHECK(found.format == "pyperf");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"default | sort | time: 7.5e-07 7.25e-07 7.75e-07 7.125e-07 8e-07 7e-07 [second] "
                "lower"});
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{2, 2}});
    CHECK(is_same_in_pieces(text, Format::pyperf));
}

TEST_CASE("pyperf: a suite, and several files in one text")
{
    const auto text = sample("pyperf-suite-made.json") + sample("pyperf-made.json") +
                      sample("pyperf-suite-made.json");
    const auto found = pyperf_in(text);
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"default | dumps | time: 0.0015 0.00125 0.0015 0.00125 [second] lower",
                "default | loads | time: 0.0025 0.00225 0.0025 0.00225 [second] lower",
                "default | sort | time: 7.5e-07 7.25e-07 7.75e-07 7.125e-07 8e-07 7e-07 [second] "
                "lower"});
    CHECK(is_same_in_pieces(text, Format::pyperf));
}

TEST_CASE("pyperf: units")
{
    const auto with = [](std::string_view own, std::string_view common) {
        return result_lines(pyperf_in(fmt::format(
            R"({{"benchmarks":[{{"metadata":{{"name":"x"{}}},"runs":[{{"values":[1]}}]}}],
                "metadata":{{"loops":1{}}}}})",
            own,
            common)));
    };
    CHECK(with("", "") == Lines{"default | x | time: 1 [second] lower"});
    CHECK(with("", R"(,"unit":"byte")") == Lines{"default | x | memory: 1 [byte] lower"});
    CHECK(with(R"(,"unit":"integer")", R"(,"unit":"byte")") ==
          Lines{"default | x | value: 1 [] unknown"});
    CHECK(with(R"(,"unit":"apples")", "") == Lines{"default | x | value: 1 [apples] unknown"});
}

TEST_CASE("pyperf: what is wrong is named and costs only itself")
{
    const auto found = pyperf_with(R"([{"values":[1,NaN,"2",3]},7,{"values":{}},{"values":[]}])");
    CHECK(result_lines(found) == Lines{"default | x | time: 1 3 [second] lower"});
    CHECK(rejected_lines(found) == Lines{"1:62 runs/0/values/1: NaN is not a value in JSON",
                                         R"(1:66 runs/0/values/2: "2" is not a number)",
                                         "1:74 runs/1: must be an object",
                                         "1:86 runs/2/values: must be a list",
                                         "1:100 runs/3/values: holds no values"});
    CHECK(rejected_lines(pyperf_with("7")) == Lines{"1:48 runs: must be a list"});
    CHECK(rejected_lines(pyperf_with(R"([{"warmups":[[1,2]]}])")) ==
          Lines{"1:48 runs: hold no values"});
    const auto unnamed = pyperf_in("\n"
                                   R"({"benchmarks":[{"runs":[{"values":[1]}]}],"version":"1.0"})");
    CHECK(unnamed.results.empty());
    CHECK(rejected_lines(unnamed) ==
          Lines{"2:1 metadata/name: is missing, also in the metadata of the file"});
}

TEST_CASE("pyperf: objects of others between a benchmark and its metadata are left to them")
{
    const auto found = pyperf_in(
        R"({"benchmarks":[{"runs":[{"values":[1]}]}]} {"name":"s","results":[{"name":"t","metrics":{"m":1}}]})"
        R"({"metadata":{"name":"x"}})");
    CHECK(result_lines(found) ==
          Lines{"s | t | m: 1 [] unknown", "default | x | time: 1 [second] lower"});
    CHECK(pyperf_in(R"({"metadata":{"name":"x"}})") == pyperf_in(""));
}
