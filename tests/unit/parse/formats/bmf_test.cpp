#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

TEST_CASE("bmf: the units of Bencher's own measures, bounds, and muted benchmarks")
{
    const auto text = sample("bmf-made.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "bmf");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"default | tests::parse | latency: avg=88 lower=87.42 upper=88.88 [ns] lower",
                "default | tests::parse | throughput: 5.55 [ops/s] higher",
                "default | tests::print | latency: 1200.5 [ns] lower bencher-ignore=true",
                "default | target/release/app | file-size: 4194304 [B] lower",
                "default | target/release/app | build-time: 12.5 [s] lower",
                "default | target/release/app | page-faults: 31 [] unknown"});
    CHECK(is_same_in_pieces(text, Format::automatic));
}

TEST_CASE("bmf: results in the middle of a log")
{
    const auto found =
        find_results("a [x] {y\n{\"a\":{\"Latency\":{\"value\":1}}} and\n{\"a\":{\"latency\":"
                     "{\"value\":2}},\"b\":{\"x\":{\"value\":3}}}%\n",
                     Format::bmf);
    CHECK(result_lines(found) ==
          Lines{"default | a | latency: 1 2 [ns] lower", "default | b | x: 3 [] unknown"});
    CHECK(found.rejected.empty());
}

TEST_CASE("bmf: a figure that is wrong is named and costs only itself")
{
    const auto found = find_results(
        R"({"a":{"latency":{"value":"1"},"x":{"value":NaN},"y":{"lower_value":1},
"z":{"value":1,"upper_value":"q"},"w":{"value":null}},"b":{"latency":{"value":2}}})",
        Format::automatic);
    CHECK(result_lines(found) == Lines{"default | b | latency: 2 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"1:26 a/latency/value: \"1\" is not a number",
                                         "1:44 a/x/value: NaN is not a value in JSON",
                                         "1:53 a/y/value: is missing",
                                         "2:30 a/z/upper_value: \"q\" is not a number",
                                         "2:48 a/w/value: is missing"});
}

TEST_CASE("bmf: other objects with a value are ignored")
{
    for (const std::string_view text : {R"({"a":{"b":{"value":1,"note":"s"}}})",
                                        R"({"a":{"b":{"value":1}},"c":1})",
                                        R"({"a":{"b":{"value":1},"c":{}}})",
                                        R"({"a":{"b":{"value":1}},"c":{}})",
                                        R"({"a":{"b":{"value":"on"}}})",
                                        R"({"a":{"b":{"value":[1]}}})",
                                        R"({"a":[{"value":1}]})",
                                        R"({"a":{"value":1}})"}) {
        const auto found = find_results(text, Format::automatic);
        CHECK(found.results.empty());
        CHECK(found.rejected.empty());
    }
}

TEST_CASE("bmf: names that are too long are rejected")
{
    const std::string name(5000, 'n');
    const auto found = find_results(
        fmt::format(R"({{"{0}":{{"x":{{"value":1}}}},"b":{{"{0}":{{"value":1}}}}}})", name),
        Format::bmf);
    CHECK(found.results.empty());
    REQUIRE(found.rejected.size() == 2);
    CHECK(found.rejected[0].reason == "is too long for a name, with 5000 bytes");
    CHECK(found.rejected[0].field.size() == 5000);
    CHECK(found.rejected[1].reason == "is too long for a name, with 5000 bytes");
    CHECK(found.rejected[1].field.size() == 5002);
}
