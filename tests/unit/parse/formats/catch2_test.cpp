#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/growth.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A document with this content in a test case "t".
std::string document(std::string_view inside)
{
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Catch2TestRun name=\"x\">\n"
                       "<TestCase name=\"t\">\n{}</TestCase>\n</Catch2TestRun>\n",
                       inside);
}

std::string benchmark(std::string_view inside)
{
    return fmt::format("<BenchmarkResults name=\"b\">\n{}</BenchmarkResults>\n", inside);
}

/// A table below the heading "t".
std::string table(std::string_view rows)
{
    return fmt::format(
        "{0}\nt\n{0}\nx.cpp:5\n{1}\n\n"
        "benchmark name                       samples       iterations    estimated\n"
        "                                     mean          low mean      high mean\n"
        "                                     std dev       low std dev   high std "
        "dev\n{0}\n{2}",
        std::string(79, '-'),
        std::string(79, '.'),
        rows);
}

std::string row(std::string_view name, std::string_view a, std::string_view b, std::string_view c)
{
    return fmt::format("{:<36} {:>13} {:>13} {:>13} \n", name, a, b, c);
}

} // namespace

TEST_CASE("catch2: the XML reporter of version 2")
{
    const auto text = sample("catch2-2.13.10.xml");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "catch2");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"Fibonacci | fib 10 | time: avg=58.8206 high_mean=68.7337 high_stddev=22.2661 "
                "low_mean=54.0865 low_stddev=1.52344 stddev=14.4311 [ns] lower",
                "Fibonacci | fib 15 | time: avg=768.095 high_mean=892.114 high_stddev=281.199 "
                "low_mean=707.83 low_stddev=12.8938 stddev=182.546 [ns] lower",
                "Fibonacci/more | fib \"12\" <x> | time: avg=155.251 high_mean=177.139 "
                "high_stddev=49.5446 low_mean=147.554 low_stddev=5.06837 stddev=26.6795 [ns] "
                "lower"});
    REQUIRE(found.results.size() == 3);
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{5, 10}});
    CHECK(is_same_in_pieces(text, Format::catch2));
}

TEST_CASE("catch2: the XML reporter of version 3")
{
    const auto text = sample("catch2-3.7.1.xml");
    const auto found = find_results("$ ./c3 -r xml\n" + text + "done {}\n", Format::automatic);
    CHECK(found.format == "catch2");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"Fibonacci | fib 10 | time: avg=350.889 high_mean=442.746 high_stddev=197.743 "
                "low_mean=327.595 low_stddev=3.03846 stddev=99.4471 [ns] lower",
                "Fibonacci | fib 15 | time: avg=4050.94 high_mean=6132.01 high_stddev=4490.68 "
                "low_mean=3525.9 low_stddev=43.3357 stddev=2258.01 [ns] lower",
                "Fibonacci/more | fib \"12\" <x> | time: avg=915.765 high_mean=1145.48 "
                "high_stddev=496.251 low_mean=856.688 low_stddev=10.0624 stddev=248.717 [ns] "
                "lower"});
    REQUIRE(found.results.size() == 3);
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{5, 10}});
}

TEST_CASE("catch2: the console reporter of version 2")
{
    const auto text = sample("catch2-2.13.10.console.txt");
    const auto found = find_results(text, Format::automatic);
    CHECK(found.format == "catch2");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"Fibonacci | fib 10 | time: avg=60.8962 high_mean=74.5473 high_stddev=29.7068 "
                "low_mean=57.0382 low_stddev=2.93777 stddev=14.9776 [ns] lower",
                "Fibonacci | fib 15 | time: avg=753.626 high_mean=857.413 high_stddev=224.512 "
                "low_mean=727.644 low_stddev=0.288253 stddev=112.987 [ns] lower",
                "Fibonacci/more | fib \"12\" <x> | time: avg=147.138 high_mean=169.85 "
                "high_stddev=49.7406 low_mean=138.583 low_stddev=1.82578 stddev=27.5349 [ns] "
                "lower"});
    REQUIRE(found.results.size() == 3);
    CHECK(found.results[0].lines == std::vector<std::pair<std::uint64_t, std::uint64_t>>{{16, 18}});
    CHECK(is_same_in_pieces(text, Format::catch2));
}

TEST_CASE("catch2: the console reporter of version 3 scales its figures")
{
    const auto found = find_results(sample("catch2-3.7.1.console.txt"), Format::automatic);
    CHECK(found.format == "catch2");
    CHECK(found.rejected.empty());
    CHECK(result_lines(found) ==
          Lines{"Fibonacci | fib 10 | time: avg=221.536 high_mean=222.49 high_stddev=2.03135 "
                "low_mean=221.291 low_stddev=0.0575976 stddev=1.0211 [ns] lower",
                "Fibonacci | fib 15 | time: avg=2432.25 high_mean=2438.6 "
                "high_stddev=13.4875 low_mean=2430.54 low_stddev=1.05269 stddev=6.77374 [ns] "
                "lower",
                "Fibonacci/more | fib \"12\" <x> | time: avg=693.785 high_mean=722.732 "
                "high_stddev=86.4419 low_mean=657.021 low_stddev=60.302 stddev=78.5815 [ns] "
                "lower"});
}

TEST_CASE("catch2: long names are put together, and a failure is named")
{
    const std::string numbers =
        "numbers: a test case with a name that is so long that its heading takes more than one "
        "line of the console";
    const auto inner = numbers +
                       "/first of the sections, with a name that is so long that it takes "
                       "more than one line, too/inner";
    const std::string much = "a benchmark with a name that is much longer than its column";
    const std::string sort = "std::sort/reverse_sorted_sequence_of_many_elements/uint64_t";
    const auto console = find_results(sample("catch2-2.13.10-long.txt"), Format::automatic);
    CHECK(result_lines(console) ==
          Lines{numbers + " | " + much +
                    " | time: avg=1.2871 high_mean=1.66452 high_stddev=0.666059 low_mean=1.08754 "
                    "low_stddev=0.234208 stddev=0.429436 [ns] lower",
                inner + " | " + sort +
                    " | time: avg=1.41987 high_mean=1.42823 high_stddev=0.0164967 "
                    "low_mean=1.41217 low_stddev=0.0102538 stddev=0.0129588 [ns] lower",
                "failing | sleeps 3 ms | time: avg=2072980 high_mean=2084290 "
                "high_stddev=14902.6 low_mean=2067170 low_stddev=1383.88 "
                "stddev=11761.4 [ns] lower"});
    CHECK(rejected_lines(console) ==
          Lines{"54:38 failing/throws: the benchmark failed: boom (really)"});
    const auto means = find_results(sample("catch2-2.13.10-no-analysis.txt"), Format::automatic);
    CHECK(result_lines(means) == Lines{numbers + " | " + much + " | time: avg=1.4764 [ns] lower",
                                       inner + " | " + sort + " | time: avg=0.997902 [ns] lower",
                                       "failing | sleeps 3 ms | time: avg=2087130 [ns] lower"});
    CHECK(rejected_lines(means) ==
          Lines{"42:38 failing/throws: the benchmark failed: boom (really)"});
    const auto xml = find_results(sample("catch2-2.13.10-long.xml"), Format::automatic);
    CHECK(result_lines(xml) ==
          Lines{numbers + " | " + much +
                    " | time: avg=1.6371 high_mean=2.01517 high_stddev=0.599084 low_mean=1.50396 "
                    "low_stddev=0.0518986 stddev=0.357913 [ns] lower",
                inner + " | " + sort +
                    " | time: avg=1.46058 high_mean=1.48383 high_stddev=0.0522474 "
                    "low_mean=1.43007 low_stddev=0.0305165 stddev=0.0430981 [ns] lower",
                "failing | sleeps 3 ms | time: avg=2074480 high_mean=2087750 high_stddev=25603.4 "
                "low_mean=2067190 low_stddev=7059.85 stddev=15479.5 [ns] lower"});
    CHECK(rejected_lines(xml) == Lines{"27:1 failing/throws: the benchmark failed: boom (really)"});
}

TEST_CASE("catch2: the JSON reporter has no benchmarks, and that is said")
{
    const auto found = find_results(sample("catch2-3.7.1.json"), Format::automatic);
    CHECK(found.format == "catch2");
    CHECK(found.results.empty());
    CHECK(rejected_lines(found) ==
          Lines{"8:15 test-run: Catch2's JSON reporter leaves out benchmarks; use its XML "
                "reporter: -r xml"});
}

TEST_CASE("catch2: benchmarks that failed or have no finite figures, in XML")
{
    const auto found = find_results(
        document(benchmark("<failed message=\"boom &lt;1&gt;\"/>\n") +
                 benchmark("<mean value=\"nan\" lowerBound=\"1\"/>\n") + benchmark("") +
                 benchmark("<mean value=\"7\" lowerBound=\"1e999\" upperBound=\"\"/>\n")),
        Format::catch2);
    CHECK(result_lines(found) == Lines{"t | b | time: avg=7 [ns] lower"});
    CHECK(rejected_lines(found) ==
          Lines{"5:1 t/b: the benchmark failed: boom <1>",
                "8:1 t/b/avg: nan is not finite",
                "10:1 t/b: has no mean",
                "13:1 t/b/low_mean: 1e999 is out of the range of a floating-point number",
                "13:1 t/b/high_mean: \"\" is not a number"});
}

TEST_CASE("catch2: a benchmark that a section repeats is named")
{
    const auto found =
        find_results(document(benchmark("<mean value=\"7\"/>\n") + "<Section name=\"s\">\n" +
                              benchmark("<mean value=\"8\"/>\n") + "</Section>\n" +
                              benchmark("<mean value=\"9\"/>\n")),
                     Format::catch2);
    CHECK(result_lines(found) ==
          Lines{"t | b | time: avg=7 [ns] lower", "t/s | b | time: avg=8 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"12:1 t/b: the metric was printed before, and a summary "
                                         "such as {\"avg\"} cannot be merged"});
}

TEST_CASE("catch2: XML that is cut off, broken or another tool's")
{
    const auto good = benchmark("<mean value=\"7\"/>\n");
    const auto head = "<Catch2TestRun>\n<TestCase name=\"t\">\n" + good;
    const Lines seven{"t | b | time: avg=7 [ns] lower"};
    const auto cut =
        find_results(head + "<BenchmarkResults name=\"c\">\nplease stand by\n", Format::catch2);
    CHECK(result_lines(cut) == seven);
    CHECK(rejected_lines(cut) == Lines{"7:1 t/c: the XML ends before its last element does"});
    const auto broken = find_results(head + "a < b\n" + document(""), Format::catch2);
    CHECK(result_lines(broken) == seven);
    CHECK(rejected_lines(broken) == Lines{"6:4 t: not valid XML: not well-formed (invalid token)"});
    const auto two = find_results(head + document(good), Format::catch2);
    CHECK(rejected_lines(two).front() == "5:1 t: the XML ends before its last element does");
    CHECK(two.rejected.size() == 2); // the same benchmark again
    const auto other = find_results(
        "<?xml version=\"1.0\"?>\n<testsuites>\n<Catch>\n<?xml version=\"1.0\"?>\n<<\n<Catcher>\n",
        Format::catch2);
    CHECK(other.results.empty());
    CHECK(rejected_lines(other) == Lines{"3:1 : the XML ends before its last element does"});
}

TEST_CASE("catch2: entities of a document are not expanded, and nothing is read for them")
{
    const auto found = find_results("<?xml version=\"1.0\"?>\n<!DOCTYPE Catch [<!ENTITY e SYSTEM "
                                    "\"/etc/passwd\">]>\n<Catch>\n<TestCase name=\"&e;\">\n",
                                    Format::catch2);
    CHECK(found.results.empty());
    const auto inside =
        find_results(document(benchmark("<mean value=\"&e;\"/>\n")), Format::catch2);
    CHECK(inside.results.empty());
    CHECK(rejected_lines(inside) == Lines{"5:1 t/b: not valid XML: undefined entity"});
}

TEST_CASE("catch2: deep nesting and tags without an end are named")
{
    std::string deep = "<Catch>\n";
    for (int i = 0; i < 1001; ++i) {
        deep += "<Section name=\"\">\n";
    }
    CHECK(rejected_lines(find_results(deep, Format::catch2)) ==
          Lines{"1001:18 : elements are nested too deep"});
    const auto open = [](std::size_t size) {
        return "<Catch>\n<TestCase name=\"\n" + std::string(size, '\n');
    };
    CHECK(grows_linearly(open, Format::catch2));
    const auto found = find_results(open(3U << 20U), Format::catch2);
    REQUIRE(found.rejected.size() == 1);
    CHECK(found.rejected[0].reason == "a tag is longer than may be");
}

TEST_CASE("catch2: names and messages over several lines, and any bytes")
{
    const auto found = find_results(
        document(
            "<BenchmarkResults name=\"a\nb\xFF\">\n<mean value=\"1\"/>\n</BenchmarkResults>\n" +
            benchmark("<failed message=\"one\n\n\n\n\n\n\n\n\n\n\n\n\ntwo\"/>\n")) +
            document(benchmark("<mean value=\"2\"/>\n")),
        Format::catch2);
    CHECK(result_lines(found) ==
          Lines{"t | a b\uFFFD | time: avg=1 [ns] lower", "t | b | time: avg=2 [ns] lower"});
    CHECK(found.rejected.size() == 1);
}

TEST_CASE("catch2: benchmarks that failed or have no figures, on the console")
{
    const auto found = find_results(
        table(row("cut", "20", "861", "1.06764 ms") + row("a", "20", "1", "1 m") +
              row("", "1.5 m", "30 s", "120 s") + "printed by the benchmark: 1 ns 2 ns 3 ns\n" +
              row("", "nan ns", "1 s", "inf s") + std::string(79, ' ') + "\n" +
              "Benchmark failed (early)\n" + row("b", "20", "1", "1 s") +
              row("Benchmark failed (no (more) memory)", "", "", "") + row("c", "20", "1", "1 s") +
              row("", "-nan ns", "1 ns", "1 ns") + row("", "1 ns", "1 ns", "1 ns") +
              std::string(79, '=') + "\n" + row("d", "20", "1", "1 s") +
              row("", "1 ns", "1 ns", "1 ns")),
        Format::automatic);
    CHECK(result_lines(found) ==
          Lines{"t | a | time: avg=90000000000 high_mean=120000000000 low_mean=30000000000 "
                "low_stddev=1000000000 [ns] lower"});
    CHECK(rejected_lines(found) == Lines{"11:1 t/cut: has no mean",
                                         "15:45 t/a/stddev: nan is not finite",
                                         "15:74 t/a/high_stddev: inf is not finite",
                                         "17:1 t/: the benchmark failed: early",
                                         "19:1 t/b: the benchmark failed: no (more) memory",
                                         "20:1 t/c: has no mean",
                                         "21:44 t/c/avg: -nan is not finite"});
}

TEST_CASE("catch2: rules in a log are no headings")
{
    const auto rule = std::string(79, '-') + "\n";
    const auto found =
        find_results(rule + "\n" + rule + "  a\n" + rule + rule + rule + "b\nc\n" + rule +
                         "benchmark name and samples of it\n" + row("d", "20", "1", "1 s"),
                     Format::automatic);
    CHECK(found.results.empty());
    CHECK(found.rejected.empty());
}

TEST_CASE("catch2: a deviation is never taken for the mean whose line was cut into")
{
    const auto mean = row("", "60 ns", "57 ns", "74 ns");
    const auto deviation = row("", "2 ns", "1 ns", "3 ns");
    const auto cut_mean = mean.substr(0, 45) + "warning: from another stream\n" + mean.substr(45);
    const auto good = row("good", "20", "1", "1 ms") + mean + deviation;
    const Lines taken{"t | good | time: avg=60 high_mean=74 high_stddev=3 low_mean=57 "
                      "low_stddev=1 stddev=2 [ns] lower"};
    const std::string reason = "something else was printed into one of the two lines with its "
                               "figures, and nothing says which";
    for (const auto& rows : {cut_mean + deviation, mean + "warning " + deviation}) {
        const auto found =
            find_results(table(row("a", "20", "1", "1 ms") + rows + good), Format::automatic);
        CHECK(result_lines(found) == taken);
        CHECK(rejected_lines(found) == Lines{"11:1 t/a: " + reason});
    }
    const auto last = find_results(table(row("a", "20", "1", "1 ms") + mean), Format::automatic);
    CHECK(last.results.empty());
    CHECK(rejected_lines(last) == Lines{"11:1 t/a: " + reason});
}

TEST_CASE("catch2: a benchmark that prints while it runs is read or rejected by name")
{
    const auto figures = row("", "60 ns", "57 ns", "74 ns") + row("", "2 ns", "1 ns", "3 ns");
    const auto start = row("noisy", "20", "1", "1 ms");
    const auto head = start.substr(0, start.size() - 1);
    const auto behind =
        find_results(table(head + "hello 1\nhello 2\n\n" + figures), Format::automatic);
    CHECK(result_lines(behind) == Lines{"t | noisy | time: avg=60 high_mean=74 high_stddev=3 "
                                        "low_mean=57 low_stddev=1 stddev=2 [ns] lower"});
    CHECK(behind.rejected.empty());
    const std::string reason =
        "something else was printed into the line with the name of the benchmark";
    const auto name = head.substr(0, 37);
    const auto between = find_results(
        table(name + "hello\nhello\n" + head.substr(37) + "\n" + figures), Format::automatic);
    CHECK(between.results.empty());
    CHECK(rejected_lines(between) == Lines{"13:1 t/: " + reason});
    const auto within =
        find_results(table(head.substr(0, 67) + "hello\n" + head.substr(67) + "\n" + figures),
                     Format::automatic);
    CHECK(within.results.empty());
    CHECK(rejected_lines(within) == Lines{"11:1 t/noisy: " + reason});
    const auto lost = find_results(table("nois" + figures), Format::automatic);
    CHECK(lost.results.empty());
}

TEST_CASE("catch2: names of several lines are whole where trailing blanks are stripped")
{
    std::string stripped;
    const auto text = sample("catch2-2.13.10-long.txt");
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        stripped += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        at = end + 1;
    }
    const auto whole = find_results(text, Format::automatic);
    const auto found = find_results(stripped, Format::automatic);
    CHECK(result_lines(found) == result_lines(whole));
    CHECK(rejected_lines(found) == rejected_lines(whole));
}
