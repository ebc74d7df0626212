#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/growth.hpp"
#include "parse/line_scanner.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

// Text that appears once but is copied to many results must not make time or memory grow
// quadratically.

TEST_CASE("pytest-benchmark: many parameters of many figures take linear time")
{
    const auto text = [](std::size_t size) {
        return R"({"benchmarks":[{"fullname":"a.py::t","params":{)" +
               numbered(R"("p%d":1,)", size / 2) + R"("p":1},"extra_info":{)" +
               numbered(R"("e%d":1,)", size / 2) + R"("e":1},"stats":{"data":[1]}}]})";
    };
    CHECK(find_results(text(1000), Format::automatic).results.size() > 20);
    CHECK(find_results(text(1000), Format::automatic).results[0].labels.size() == 16);
    CHECK(grows_linearly(text, Format::automatic));
}

TEST_CASE("pytest-benchmark, benchmarkdotnet: a long name of many figures takes linear time")
{
    const auto pytest = [](std::size_t size) {
        return R"({"benchmarks":[{"fullname":"a.py::)" + std::string(size / 2, 'x') +
               R"(","extra_info":{)" + numbered(R"("e%d":1,)", size / 2) +
               R"("e":1},"stats":{"data":[1]}}]})";
    };
    const auto dotnet = [](std::size_t size) {
        return R"({"Benchmarks":[{"FullName":")" + std::string(size / 2, 'x') +
               R"(","Type":"T","Statistics":{"Mean":1},"Metrics":[)" +
               numbered(R"({"Value":1,"Descriptor":{"Id":"%d"}},)", size / 2) +
               R"({"Value":1,"Descriptor":{"Id":"a"}}]}]})";
    };
    CHECK(find_results(pytest(1000), Format::automatic).results.size() > 20);
    CHECK(find_results(pytest(10000), Format::automatic).rejected.size() == 1);
    CHECK(find_results(dotnet(1000), Format::automatic).results.size() > 8);
    CHECK(find_results(dotnet(10000), Format::automatic).rejected.size() == 1);
    CHECK(grows_linearly(pytest, Format::automatic));
    CHECK(grows_linearly(dotnet, Format::automatic));
}

TEST_CASE("jmh: many parameters of many secondary metrics take linear time")
{
    const auto text = [](std::size_t size) {
        return R"([{"benchmark":"a.B.c","mode":"thrpt","params":{"p":"1"},"primaryMetric":)"
               R"({"score":1,"scoreUnit":"ops/s","rawData":[[1]]},"secondaryMetrics":{)" +
               numbered(R"("%d":{"score":1,"scoreUnit":"B/op","rawData":[[1]]},)", size) +
               R"("x":{"score":1,"scoreUnit":"B/op","rawData":[[1]]}}}])";
    };
    CHECK(find_results(text(1000), Format::automatic).results.size() > 15);
    CHECK(grows_linearly(text, Format::automatic));
}

TEST_CASE("csv: a long header above many short records takes linear time")
{
    const auto text = [](std::size_t size) {
        return "name,iterations,real_time,cpu_time,time_unit" + repeated(",c", size / 2) + "\n" +
               repeated("a,1,1,1,ns\n", size / 2);
    };
    CHECK(find_results(text(400), Format::csv).results.size() == 2);
    CHECK(find_results(text(4000), Format::csv).results.empty());
    CHECK(grows_linearly(text, Format::csv));
}

TEST_CASE("catch2: many benchmarks deep in sections take linear time")
{
    const auto text = [](std::size_t size) {
        const auto depth = std::min<std::size_t>(990, size / 2 / 1000);
        std::string open;
        std::string close;
        for (std::size_t i = 0; i < depth; ++i) {
            open += "<Section name=\"" + std::string(980, 'x') + "\">\n";
            close += "</Section>\n";
        }
        return "<Catch name=\"t\">\n<TestCase name=\"c\">\n" + open +
               numbered("<BenchmarkResults name=\"%d\">\n<mean value=\"1\"/>\n"
                        "</BenchmarkResults>\n",
                        size / 2) +
               close + "</TestCase>\n</Catch>\n";
    };
    CHECK(find_results(text(4000), Format::catch2).results.size() > 20);
    CHECK(find_results(text(1U << 17U), Format::catch2).rejected.size() > 900);
    CHECK(grows_linearly(text, Format::catch2));
}

TEST_CASE("catch2: a line that is too long to be shown is counted")
{
    const auto noise = std::string(LineScanner::max_bytes + 1, 'x') + "\n";
    const auto xml = "<Catch name=\"t\">\n<TestCase name=\"c\">\n" + noise +
                     "<BenchmarkResults name=\"b\">\n<mean value=\"1\"/>\n" + noise +
                     "</BenchmarkResults>\n</TestCase>\n</Catch>\n";
    const auto console = "benchmark name   samples iterations estimated\n" + std::string(79, '-') +
                         "\n" + "b  100  20  5 ns\n" + noise + repeated(" ", 37) +
                         "5 ns  4 ns  6 ns\n" + repeated(" ", 37) + "1 ns  0 ns  2 ns\n" +
                         std::string(79, '=') + "\n";
    using LineNumbers = decltype(cb::Result::lines);
    const auto in_xml = find_results(xml, Format::catch2).results;
    REQUIRE(in_xml.size() == 1);
    CHECK(in_xml[0].lines == LineNumbers{{4, 7}});
    const auto on_console = find_results(console, Format::catch2).results;
    REQUIRE(on_console.size() == 1);
    CHECK(on_console[0].lines == LineNumbers{{3, 6}});
}

TEST_CASE("names of lines that are too long are rejected by name")
{
    const auto found = find_results("pkg: " + std::string(5000, 'x') +
                                        "\nBenchmarkA 1 1 ns/op\npkg: a\nBenchmarkA 1 2 ns/op\n",
                                    Format::go);
    CHECK(result_lines(found) ==
          std::vector<std::string>{"a | BenchmarkA | time: 2 [ns/op] lower"});
    CHECK(rejected_lines(found) ==
          std::vector<std::string>{"2:1 BenchmarkA/ns/op: a name has more than 4096 bytes"});
}

TEST_CASE("the names and labels of all results have a bound")
{
    Collector collector{Same::together, 10};
    const auto result = [](const char* test) {
        cb::Result made;
        made.benchmark = "b";
        made.test = test;
        made.metric = "m";
        made.values = {1};
        return made;
    };
    CHECK_FALSE(collector.add(result("1234")));
    CHECK_FALSE(collector.add(result("1234"))); // the same names: more samples
    CHECK(
        collector.add(result("123")) ==
        std::optional<std::string>{"the names and labels of all results have more than 10 bytes"});
    CHECK_FALSE(collector.add(result("12")));
    CHECK(result_lines(collector.take(Format::cb)) ==
          std::vector<std::string>{"b | 1234 | m: 1 1 [] unknown", "b | 12 | m: 1 [] unknown"});
    CHECK_FALSE(collector.add(result("12345678")));
}

TEST_CASE("units from which samples were converted count with the names")
{
    Collector collector{Same::together, 10};
    const auto result = [](std::string unit) {
        cb::Result made;
        made.benchmark = "b";
        made.test = "t";
        made.metric = "m";
        made.unit = std::move(unit);
        made.values = {1};
        return made;
    };
    CHECK_FALSE(collector.add(result("ms")));
    CHECK_FALSE(collector.add(result("usec")));
    CHECK_FALSE(collector.add(result("usec"))); // nothing new
    CHECK_FALSE(collector.add(result("s")));
    CHECK(
        collector.add(result("h")) ==
        std::optional<std::string>{"the names and labels of all results have more than 10 bytes"});
    CHECK_FALSE(collector.add(result("ms")));
    CHECK(collector.take(Format::cb).results.at(0).printed_units ==
          std::set<std::string>{"s", "usec"});
}

TEST_CASE("rows with very many figures and commands with very many parameters take linear time")
{
    const auto row = [](std::size_t size) {
        return R"({"lastUpdate":1,"entries":{"S":[{"commit":{"id":")" + std::string(40, 'a') +
               R"("},"tool":"go","benches":[{"name":")" + std::string(4000, 'n') +
               R"(","value":1,"unit":"u)" + numbered("\\t1 u%d", size / 8) + R"("}]}]}})";
    };
    CHECK(grows_linearly(row, Format::github_action_benchmark));
    const auto command = [](std::size_t size) {
        return R"({"results":[{"command":")" + std::string(4000, 'c') +
               R"(","times":[1],"parameters":{"x":"y")" + numbered(R"(,"p%d":"c")", size) + "}}]}";
    };
    CHECK(grows_linearly(command, Format::hyperfine));
}
