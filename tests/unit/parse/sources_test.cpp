#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/prefixed_text.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

// The output of several containers in one log at the same time.

namespace {

using LineNumbers = decltype(cb::Result::lines);
using Entries = std::vector<std::string>;

std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> lines;
    for (; !text.empty(); text.remove_prefix(lines.back().size() + 1)) {
        lines.emplace_back(text.substr(0, text.find('\n')));
    }
    return lines;
}

/// Alternating lines of both texts, the first text first, each with its prefix; then the rest of
/// the longer text.
std::string in_turns(const std::string& first_prefix,
                     std::string_view first,
                     const std::string& second_prefix,
                     std::string_view second)
{
    const auto a = lines_of(first);
    const auto b = lines_of(second);
    std::string all;
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        all += i < a.size() ? first_prefix + a[i] + "\n" : "";
        all += i < b.size() ? second_prefix + b[i] + "\n" : "";
    }
    return all;
}

/// A result object as printed by json.dumps(x, indent=2): 12 lines.
std::string pretty(std::string_view test, std::string_view value)
{
    return fmt::format(
        "{{\n  \"results\": [\n    {{\n      \"name\": \"{}\",\n      \"metrics\": [\n"
        "        {{\n          \"name\": \"time\", \"value\": {}\n        }}\n"
        "      ]\n    }}\n  ]\n}}\n",
        test,
        value);
}

std::string noise(std::size_t lines)
{
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) {
        text += fmt::format("INFO {{\"request\": {}}} took {{ 1 ms\n", i);
    }
    return text;
}

/// Pieces of any size give the same results as the whole text.
void check_every_piece(const std::string& text)
{
    const auto whole = find_results(text, Format::automatic);
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        INFO(piece);
        REQUIRE(in_pieces(text, Format::automatic, piece) == whole);
    }
}

constexpr std::string_view compose_log = R"(Attaching to bench-1, db-1
db-1     | 2026-11-24 03:00:50.120 UTC [1] LOG:  starting PostgreSQL 17.2
bench-1  | warming up
bench-1  | {
db-1     | 2026-11-24 03:00:50.131 UTC [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432
bench-1  |   "name": "index",
bench-1  |   "results": [
db-1     | 2026-11-24 03:00:50.140 UTC [29] LOG:  checkpoint {"complete": tr
db-1     |
bench-1  |     {"name": "insert",
 Container db-1  Healthy
bench-1  |      "metrics": [{"name": "time", "value": [1.5, 2], "units": "ms"},
db-1     | 2026-11-24 03:00:51.007 UTC [1] LOG:  database system is ready
bench-1  |                  {"name": "rows", "value": NaN}]}]
bench-1  | }
bench-1 exited with code 0
)";

} // namespace

TEST_CASE("a byte order mark is not part of the first line")
{
    const std::string mark = "\xEF\xBB\xBF";
    const std::string line = "BenchmarkX-2 100 5 ns/op"; // without tabs it must begin the line
    CHECK(result_lines(find_results(mark + line, Format::automatic)) ==
          Lines{"default | BenchmarkX-2 | time: 5 [ns/op] lower"});
    CHECK(is_same_in_pieces(mark + line + "\n", Format::go));
    CHECK(find_results(mark + "web-1  | " + line + "\nweb-1  | x\n", Format::automatic)
              .results.size() == 1);
    for (const std::size_t size : {0U, 1U, 2U, 3U}) {
        CHECK(find_results(mark.substr(0, size), Format::automatic).results.empty());
    }
    CHECK(find_results(mark.substr(0, 2) + "\n" + line, Format::automatic).results.size() == 1);
    CHECK(find_results(mark + mark + line, Format::automatic).results.empty());
}

TEST_CASE("an object is found between the lines of another container")
{
    const auto found = find_results(compose_log, Format::automatic);
    CHECK(result_lines(found) == Entries{"index | insert | time: 1.5 2 [ms] unknown"});
    CHECK(found.results.at(0).lines == LineNumbers{{4, 15}});
    CHECK(rejected_lines(found) ==
          Entries{"14:55 results/0/metrics/1/value: NaN is not a value in JSON"});
    check_every_piece(std::string{compose_log});
}

TEST_CASE("objects that two containers print at the same time are both found")
{
    const auto text = in_turns("a-1  | ", pretty("first", "1"), "b-10 | ", pretty("second", "2"));
    const auto found = find_results(text, Format::automatic);
    CHECK(result_lines(found) ==
          Entries{"default | first | time: 1 [] unknown", "default | second | time: 2 [] unknown"});
    CHECK(found.results.at(0).lines == LineNumbers{{1, 23}});
    CHECK(found.results.at(1).lines == LineNumbers{{2, 24}});
    CHECK(found.rejected.empty());
    check_every_piece(text);
}

TEST_CASE("the same metric of two containers is one series")
{
    const auto text = in_turns("a-1 | ", pretty("t", "1"), "b-1 | ", pretty("t", "2"));
    const auto found = find_results(text, Format::automatic);
    CHECK(result_lines(found) == Entries{"default | t | time: 1 2 [] unknown"});
    CHECK(found.results.at(0).lines == LineNumbers{{1, 23}, {2, 24}});
}

TEST_CASE("pods are told apart, whatever time is behind their names")
{
    std::string text;
    const auto both = in_turns("[pod/web-7d4/main] ",
                               pretty("first", "1"),
                               "[pod/web-7d4/proxy] ",
                               pretty("second", "NaN"));
    for (const auto& line : lines_of(both)) {
        const auto at = line.find(']') + 2;
        text += fmt::format("{}2026-11-24T03:00:50.{}Z {}\n",
                            line.substr(0, at),
                            100 + text.size() % 900,
                            line.substr(at));
    }
    const auto found = find_results(text, Format::automatic);
    CHECK(result_lines(found) == Entries{"default | first | time: 1 [] unknown"});
    CHECK(rejected_lines(found) ==
          Entries{"14:81 results/0/metrics/0/value: NaN is not a value in JSON"});
    check_every_piece(text);
}

TEST_CASE("times alone tell no sources apart")
{
    const auto text = in_turns("2026-11-24T03:00:50.1Z ",
                               pretty("first", "1"),
                               "",
                               "  \n\n \n"); // the inserted text
    CHECK(result_lines(find_results(text, Format::automatic)) ==
          Entries{"default | first | time: 1 [] unknown"});
    const auto broken = in_turns("2026-11-24T03:00:50.1Z ", pretty("first", "1"), "", noise(3));
    CHECK(find_results(broken, Format::automatic).results.empty());
}

TEST_CASE("formats of several lines are read between the lines of another container")
{
    for (const char* const name : {"catch2-2.13.10-long.txt",
                                   "catch2-3.7.1.console.txt",
                                   "catch2-2.13.10.xml",
                                   "catch2-3.7.1.xml",
                                   "go-1.19.txt"}) {
        INFO(name);
        const auto alone = find_results(sample(name), Format::automatic);
        const auto text = in_turns("bench-1  | ", sample(name), "web-1    | ", noise(5000));
        const auto found = find_results(text, Format::automatic);
        CHECK(result_lines(found) == result_lines(alone));
        CHECK(is_same_in_pieces(text, Format::automatic));
        REQUIRE(found.rejected.size() == alone.rejected.size());
        for (std::size_t i = 0; i < found.rejected.size(); ++i) {
            CHECK(found.rejected[i].line == 2 * alone.rejected[i].line - 1);
        }
        if (alone.format == "go") {
            continue; // consecutive lines of one source form one range
        }
        for (std::size_t i = 0; i < std::min(found.results.size(), alone.results.size()); ++i) {
            auto lines = alone.results[i].lines;
            for (auto& [first, last] : lines) {
                first = 2 * first - 1;
                last = 2 * last - 1;
            }
            CHECK(found.results[i].lines == lines);
        }
    }
}

TEST_CASE("two containers may print formats of several lines at the same time")
{
    const auto go = find_results(sample("go-1.19.txt"), Format::automatic);
    const auto catch2 = find_results(sample("catch2-3.7.1.console.txt"), Format::automatic);
    auto expected = result_lines(go);
    const auto more = result_lines(catch2);
    expected.insert(expected.end(), more.begin(), more.end());
    const auto text =
        in_turns("a | ", sample("go-1.19.txt"), "b | ", sample("catch2-3.7.1.console.txt"));
    auto found = result_lines(find_results(text, Format::automatic));
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    CHECK(found == expected);
}

TEST_CASE("a table that a program prints is no reason to miss results")
{
    const std::string text = "name | value\n"
                             "---- | -----\n"
                             "fast | " +
                             with_value("1") +
                             "\n"
                             "slow | BenchmarkA 1 5 ns/op\n"
                             "{\n\"results\": [\n" +
                             "{\"name\": \"t\", \"metrics\": {\"n\": 2}}\n]}\n"
                             "name | value\n" +
                             with_value("3") + "\n";
    const auto found = find_results(text, Format::automatic);
    CHECK(result_lines(found) == Entries{"default | t | m: 1 3 [] unknown",
                                         "default | t | n: 2 [] unknown",
                                         "default | BenchmarkA | time: 5 [ns/op] lower"});
    CHECK(found.rejected.empty());
    check_every_piece(text);
}

TEST_CASE("sources that are too many share one")
{
    std::string text;
    for (std::size_t i = 2; i < PrefixedText::max_sources; ++i) {
        text += fmt::format("c{} | {}\n", i, with_value("1"));
    }
    const auto both = in_turns("late-1 | ", pretty("a", "1"), "late-2 | ", "\n\nx\n");
    const auto one = in_turns("late-1 | ", pretty("b", "1"), "c2 | ", noise(20));
    const auto found = find_results(text + both + one, Format::automatic);
    CHECK(result_lines(found).back() == "default | b | time: 1 [] unknown");
    CHECK(found.results.at(0).values.size() == PrefixedText::max_sources - 2);
    CHECK(rejected_lines(found) ==
          Entries{"36:10 : not valid JSON: a key in double quotes was expected here"});
    CHECK(is_same_in_pieces(text + both + one, Format::automatic));
}

TEST_CASE("a followed log gives each object when it is complete")
{
    const auto text = in_turns("a | ", pretty("first", "1"), "b | ", pretty("second", "2"));
    Reader reader{Format::automatic, Same::apart};
    const auto first_end = text.size() - std::string_view{"b | }\n"}.size();
    reader.feed(text.substr(0, first_end));
    CHECK(result_lines(reader.take()) == Entries{"default | first | time: 1 [] unknown"});
    reader.feed(text.substr(first_end));
    CHECK(result_lines(reader.take()) == Entries{"default | second | time: 2 [] unknown"});
    CHECK(reader.finish().results.empty());
}

TEST_CASE("objects that are open at the same time share their limit")
{
    Reader reader{Format::cb};
    const std::string mebibyte(1U << 20U, 'x');
    reader.feed("{\"results\":\"");
    for (int i = 0; i < 255; ++i) {
        reader.feed(mebibyte);
    }
    reader.feed(mebibyte.substr(20) + "\n"); // leaves a few bytes, plus 1 MiB for each source
    reader.feed("b | {\"results\":\"" + mebibyte + "\nb | \"}\n");
    reader.feed("c | {\"results\": [\nb | x\nc | {\"name\": \"t\", \"metrics\": {\"m\": 1}}]}\n");
    const auto found = reader.finish();
    CHECK(result_lines(found) == Entries{"default | t | m: 1 [] unknown"});
    CHECK(rejected_lines(found) ==
          Entries{"1:1 : not valid JSON: the object has no end",
                  "2:5 : not valid JSON: the object is longer than may be"});
}

TEST_CASE("text in UTF-16 is refused by name")
{
    std::string text;
    for (const char c : with_value("7") + "\n") {
        text += c;
        text += '\0';
    }
    for (const std::size_t size : {1U, 2U, 3U, 1000U}) {
        const auto found = in_pieces("\xFF\xFE" + text, Format::automatic, size);
        CHECK(found.results.empty());
        REQUIRE(found.rejected.size() == 1);
        CHECK_THAT(found.rejected.front().reason, CB_CONTAINS("the text is UTF-16"));
    }
    for (const std::size_t size : {1U, 2U, 3U, 1000U}) {
        const auto found = in_pieces("\xEF\xBB\xBF" + with_value("7"), Format::automatic, size);
        CHECK(found.results.size() == 1);
        CHECK(in_pieces("\xEF\xBB", Format::automatic, size).rejected.empty());
    }
}
