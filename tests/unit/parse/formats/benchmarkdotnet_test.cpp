#include "catch.hpp"
#include "parse/found.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Found dotnet_with(std::string_view members)
{
    return find_results(
        fmt::format(R"({{"Benchmarks":[{{"FullName":"N.T.m","Namespace":"N","Type":"T",{}}}]}})",
                    members),
        Format::automatic);
}

} // namespace

TEST_CASE("BenchmarkDotNet: the full JSON has samples")
{
    const auto text = sample("benchmarkdotnet-made-full.json");
    const auto found = find_results("// * Export * {\n" + text + "}\n", Format::automatic);
    CHECK(found.format == "benchmarkdotnet");
    const std::string job = "ShortRun(IterationCount=3, LaunchCount=1, WarmupCount=3)";
    CHECK(result_lines(found) ==
          Lines{
              "Demo.Benchmarks.Sorting | Quick(N: 10) | time: 101.25 99.5 100.75 [ns] lower "
              "parameters=N=10",
              "Demo.Benchmarks.Sorting | Quick(N: 10) | allocated: 64 [B] lower parameters=N=10",
              "Demo.Benchmarks.Sorting | Quick(N: 10) | Gen0Collects: 0.0458 [Count] lower "
              "parameters=N=10",
              "Demo.Benchmarks.Sorting | Quick(N: 10) | LockContentionCount: 0 [] lower "
              "parameters=N=10",
              "Demo.Benchmarks.Sorting | Quick(N: 10) | OpsPerJoule: 5.5 [Count] higher "
              "parameters=N=10",
              "Demo.Benchmarks.Sorting | Quick(N: 1000) | time: 15001.5 15120.25 14990.75 [ns] "
              "lower parameters=N=1000",
              "Demo.Benchmarks.Sorting | Bubble(N: 10) [" + job +
                  "] | time: 250.5 251.25 249.75 [ns] lower job=" + job + " parameters=N=10",
          });
    CHECK(rejected_lines(found) == Lines{"313:24 Statistics: is missing: the benchmark failed"});
    CHECK(is_same_in_pieces(text, Format::benchmarkdotnet));
}

TEST_CASE("BenchmarkDotNet: without its samples a benchmark has a summary")
{
    const auto text = sample("benchmarkdotnet-made-brief.json");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"Demo.Benchmarks.Sorting | Quick(N: 10) | time: avg=100.5 max=101.25 "
                "median=100.75 min=99.5 stddev=0.875 [ns] lower parameters=N=10"});
    CHECK(is_same_in_pieces(text, Format::benchmarkdotnet));
}

TEST_CASE("BenchmarkDotNet: names")
{
    const auto first = [](std::string_view members) {
        const auto found = find_results(
            fmt::format(R"({{"Benchmarks":[{{"Statistics":{{"OriginalValues":[1]}},{}}}]}})",
                        members),
            Format::automatic);
        return found.results.empty() ? rejected_lines(found).at(0) : result_lines(found).at(0);
    };
    CHECK(first(R"x("Namespace":null,"Type":"T","Method":"m","FullName":"T.m(a: 1)")x") ==
          "T | m(a: 1) | time: 1 [ns] lower");
    CHECK(first(R"x("Type":"T","Method":"m","Parameters":"a=1","FullName":"O+T.m(a: 1)")x") ==
          "T | m(a=1) | time: 1 [ns] lower parameters=a=1");
    CHECK(first(R"("Namespace":"N","FullName":"N.T.m")") == "default | N.T.m | time: 1 [ns] lower");
    CHECK(first(R"("Type":"T","Method":"m","MethodTitle":"'a: b'",
                   "DisplayInfo":"T.'a: b': .NET 8.0(Runtime=.NET 8.0) [x= [1]]")") ==
          "T | m [.NET 8.0(Runtime=.NET 8.0)] | time: 1 [ns] lower job=.NET 8.0(Runtime=.NET 8.0)");
    CHECK(first(R"("Type":"T","Namespace":"N","DisplayInfo":"T.: J")") ==
          "1:16 FullName: is missing");
    CHECK(first(R"("Type":"T","Namespace":"N","FullName":7)") ==
          "1:91 FullName: must be a string without NUL bytes");
}

TEST_CASE("BenchmarkDotNet: what is wrong is named and costs only itself")
{
    const auto found = dotnet_with(
        R"("Statistics":{"OriginalValues":[1,"NaN",2]},"Memory":{"BytesAllocatedPerOperation":"x"},)"
        R"("Metrics":[7,{"Value":1},{"Value":NaN,"Descriptor":{"Id":"a"}},)"
        R"({"Value":3,"Descriptor":{"Id":"time","Unit":"J"}}])");
    CHECK(result_lines(found) ==
          Lines{"N.T | m | time: 1 2 [ns] lower", "N.T | m | metric/time: 3 [J] unknown"});
    CHECK(rejected_lines(found) ==
          Lines{R"(1:97 Statistics/OriginalValues/1: "NaN" is not a number)",
                R"(1:146 Memory/BytesAllocatedPerOperation: "x" is not a number)",
                "1:162 Metrics/0: must be an object",
                "1:164 Metrics/1/Descriptor: has no \"Id\"",
                "1:185 Metrics/2/Value: NaN is not a value in JSON"});
    const auto rejected = [](std::string_view members) {
        return rejected_lines(dotnet_with(members));
    };
    CHECK(rejected(R"("Statistics":[])") == Lines{"1:76 Statistics: must be an object"});
    CHECK(rejected(R"("Statistics":{"OriginalValues":[]})") ==
          Lines{"1:94 Statistics/OriginalValues: holds no values"});
    CHECK(rejected(R"("Statistics":{"OriginalValues":7})") ==
          Lines{"1:94 Statistics/OriginalValues: must be a list"});
    CHECK(rejected(R"("Statistics":{"Mean":"NaN"})") ==
          Lines{R"(1:84 Statistics/Mean: "NaN" is not a number)"});
    CHECK(dotnet_with(
              R"("Statistics":{"OriginalValues":[1]},"Memory":{"BytesAllocatedPerOperation":null})")
              .rejected.empty());
}

TEST_CASE("benchmarkdotnet: files that leave out the full name")
{
    const auto found = find_results(
        R"({"Benchmarks":[{"DisplayInfo":"Sorting.Quick: Job-X [N=10]","Method":"Quick",)"
        R"("MethodTitle":"Quick","Parameters":"N=10","Statistics":{"OriginalValues":[1]}},)"
        R"({"ShortInfo":"x","Namespace":"Demo","Type":"Sorting","Method":"Merge","Parameters":"",)"
        R"("Statistics":{"OriginalValues":[2]}},)"
        R"({"Method":"Alone","Parameters":"","Statistics":{"OriginalValues":[3]}}]})",
        Format::automatic);
    CHECK(result_lines(found) ==
          std::vector<std::string>{
              "Sorting | Quick(N=10) [Job-X] | time: 1 [ns] lower job=Job-X parameters=N=10",
              "Demo.Sorting | Merge | time: 2 [ns] lower",
              "default | Alone | time: 3 [ns] lower"});
    CHECK(found.rejected.empty());
}
