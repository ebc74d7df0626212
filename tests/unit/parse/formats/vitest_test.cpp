#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {} // namespace

TEST_CASE("vitest: a report has a summary a benchmark, and the group is its place")
{
    const auto text = sample("vitest-4.1.12.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "vitest");
    CHECK(result_lines(found) ==
          Lines{"sort.bench.js | parse | time: avg=0.0033448767042805853 max=24.057814999999664 "
                "median=0.00048599999990983633 min=0.00045700000009674113 "
                "p75=0.0005049999999755528 p99=0.000758000000132597 p99.5=0.0008940000002439774 "
                "p99.9=0.00209099999983664 stddev=0.26081560182399494 [ms] lower",
                "sort.bench.js > sort | normal | time: avg=0.00804886732283406 "
                "max=29.99831899999981 median=0.0010749999999006832 min=0.0005819999998948333 "
                "p75=0.001182999999855383 p99=0.005004999999982829 p99.5=0.008377000000109547 "
                "p99.9=0.017836999999872205 stddev=0.42297182108964027 [ms] lower",
                "sort.bench.js > sort | reverse | time: avg=0.09768962549802052 "
                "max=46.69437000000016 median=0.0011279999998805579 min=0.0008349999998245039 "
                "p75=0.0012830000000576547 p99=0.18544100000008257 p99.5=0.2106899999998859 "
                "p99.9=46.69437000000016 stddev=2.0840102366582984 [ms] lower"});
    CHECK(found.rejected.empty());
    CHECK(is_same_in_pieces(text, Format::vitest));
}

TEST_CASE("vitest: a benchmark that failed is named")
{
    const auto found = find_results(sample("vitest-4.1.12-fail.json"), Format::vitest);
    CHECK(result_lines(found) ==
          Lines{"fail.bench.js | ok | time: avg=0.031912725552056376 max=9.753136999999924 "
                "median=0.000546999999869513 min=0.00045799999998052954 p75=0.0007210000001123262 "
                "p99=0.006229999999959546 p99.5=0.020859999999856882 p99.9=9.753136999999924 "
                "stddev=0.5477284880599872 [ms] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"34:13 files/0/groups/0/benchmarks/1: the benchmark failed"});
}

TEST_CASE("vitest: samples come before the summary, and what is wrong is named")
{
    const auto found = find_results(
        R"({"files":[{"filepath":"/a","groups":[{"fullName":"a","benchmarks":[)"
        R"({"name":"x","mean":2,"samples":[1,"y",3]},{"mean":1},{"name":"z","mean":"w"},5]},)"
        R"({"fullName":"b"}]}]})",
        Format::vitest);
    CHECK(result_lines(found) == Lines{"a | x | time: 1 3 [ms] lower"});
    CHECK(rejected_lines(found) ==
          Lines{R"(1:102 files/0/groups/0/benchmarks/0/samples/1: "y" is not a number)",
                "1:110 files/0/groups/0/benchmarks/1/name: is missing",
                R"(1:140 files/0/groups/0/benchmarks/2/mean: "w" is not a number)",
                "1:145 files/0/groups/0/benchmarks/3: must be an object",
                "1:149 files/0/groups/1/benchmarks: is missing"});
}

TEST_CASE("vitest: other objects with files are not its reports")
{
    CHECK(
        find_results(R"({"files":[{"filepath":"/a","size":1}]})", Format::vitest).results.empty());
    CHECK(find_results(R"({"files":["a"]})", Format::vitest).rejected.empty());
}
