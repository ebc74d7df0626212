#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/log_prefix.hpp"
#include "parse/prefixed_text.hpp"

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

std::size_t prefix_size(std::string_view line)
{
    return log_prefix_of(line).size;
}

/// The text with a prefix before each line.
std::string with_prefix(std::string_view prefix, std::string_view text)
{
    std::string all;
    while (!text.empty()) {
        const auto size = std::min(text.find('\n'), text.size() - 1) + 1;
        all += prefix;
        all += text.substr(0, size);
        text.remove_prefix(size);
    }
    return all;
}

std::pair<std::string, std::string> parts_of(std::string_view text, std::size_t piece)
{
    PrefixedText prefixed;
    std::pair<std::string, std::string> all;
    const auto take = [&all](PrefixedText::Part part) {
        all.first += part.blanked;
        all.second += part.stripped;
    };
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
        prefixed.feed(text.substr(0, piece), take);
    }
    prefixed.finish(take);
    return all;
}

const std::vector<std::string> prefixes{
    "bench-1  | ",
    "a | ",
    "[pod/web-7d4/main] ",
    "2026-11-24T03:00:50.1234567Z ",
    "2026-11-24T03:00:50+01:00 ",
    "web_1 | 2026-11-24T03:00:50Z ",
    "2026-11-24T03:00:50Z web_1 | ",
    "[pod/a/b] 2026-11-24T03:00:50.5Z ",
    "[2026-11-24T03:00:50.123Z] ",
    "[2026-11-24T03:00:50.123Z] web-1  | ",
    "2026-11-24T03:00:50.123456Z 00O ",
    "2026-11-24T03:00:50.123456Z 01E+",
    "2026-11-24T03:00:50Z 00O web-1 | ",
    "#12 3.456 ",
    "2026-11-24T03:00:50.1234567Z #7 0.125 ",
    "bench (ubuntu, 1)\tRun make bench\t2026-11-24T03:00:50.5Z ",
    "bench\tUNKNOWN STEP\t\xEF\xBB\xBF"
    "2026-11-24T03:00:50Z ",
    "\x1b[36mweb-1  | \x1b[0m",
    "\x1b[1;36mweb_1  |\x1b[0m "};

} // namespace

TEST_CASE("the prefixes of container engines and services are known")
{
    for (const auto& prefix : prefixes) {
        INFO(prefix);
        CHECK(prefix_size(prefix + "x") == prefix.size());
        CHECK(prefix_size(prefix + "{") == prefix.size());
    }
    CHECK(prefix_size("web-1  |") == 8); // at the end of the line
    for (const char* const line : {"",
                                   "| a",
                                   "a| b",
                                   "a |b",
                                   "a b | c",
                                   "BenchmarkA-8   100  6.6 ns/op",
                                   "[pod/a/b]x",
                                   "[info] x",
                                   "2026-11-24 03:00:50 x",
                                   "2026-11-24T03:00:50 x",
                                   "2026-11-24T03:00:50Zx",
                                   "[2026-11-24T03:00:50Z]x",
                                   "[2026-11-24T03:00:50Z x",
                                   "[31] x",
                                   "#12 3.45 x",
                                   "#12 DONE 3.456s",
                                   "#12 [2/3] RUN make",
                                   "# 3.456 x",
                                   "00O x",
                                   "a\tb\tc",
                                   "a\tb\t2026-11-24",
                                   "BenchmarkA-8\t100\t6.6 ns/op",
                                   "\x1b[36mweb-1\x1b[0m x",
                                   "{\"a\":1}"}) {
        INFO(line);
        CHECK(prefix_size(line) == 0);
    }
    CHECK(prefix_size(std::string(200, 'a') + " | x") == 0);
    CHECK_FALSE(log_prefix_of("2026-11-24T03:0").is_decided);
    CHECK_FALSE(log_prefix_of("web-1 | ").is_decided); // a time may follow
    CHECK_FALSE(log_prefix_of("web-1").is_decided);
    CHECK(log_prefix_of("{").is_decided);
    CHECK(log_prefix_of(std::string(200, 'a')).is_decided);
}

TEST_CASE("a time before a long word is a prefix")
{
    const std::string time = "2026-11-30T06:12:54.1234567Z ";
    for (const char letter : {'-', 'a'}) {
        for (const std::size_t size : {130U, 131U, 132U, 190U}) {
            INFO(letter << " " << size);
            CHECK(prefix_size(time + std::string(size, letter) + " x") == time.size());
        }
        CHECK(prefix_size("[pod/a/b] " + std::string(190, letter)) == 10);
    }
    CHECK(log_prefix_of("-").is_decided); // a name starts with a letter or digit
    CHECK(prefix_size("-a | x") == 0);

    const std::string rule(190, '-');
    const auto table = "Name (time in ns)   Min   Mean\n" + rule +
                       "\ntest_fast  43.6 (1.0)  75.1 (1.62)\n" + rule + "\n";
    const auto found = find_results(with_prefix(time, table), Format::automatic);
    CHECK(result_lines(found) == result_lines(find_results(table, Format::automatic)));
    CHECK(found.results.size() == 1);
}

TEST_CASE("a prefix says who wrote the line, or does not")
{
    const auto source = [](std::string_view line) { return log_prefix_of(line).source_in(line); };
    CHECK(source("web-1  | x") == "web-1");
    CHECK(source("web-1 |") == "web-1");
    CHECK(source("web_1 | 2026-11-24T03:00:50Z x") == "web_1");
    CHECK(source("[pod/web-7d4/main] x") == "[pod/web-7d4/main]");
    CHECK(source("[pod/a/b] 2026-11-24T03:00:50.5Z x") == "[pod/a/b]");
    CHECK(source("2026-11-24T03:00:50Z web_1  | x") == "web_1");
    CHECK(source("2026-11-24T03:00:50Z [pod/a/b] x") == "[pod/a/b]");
    CHECK(source("2026-11-24T03:00:50Z x").empty());
    CHECK(source("\x1b[36mweb-1  | \x1b[0mx") == "web-1");
    CHECK(source("#12 3.456 x") == "#12");
    CHECK(source("[2026-11-24T03:00:50Z] web_1  | x") == "web_1");
    CHECK(source("bench\tmake\t2026-11-24T03:00:50Z x").empty());
    CHECK(source("x").empty());
    CHECK(source("web-1 |x").empty());
}

TEST_CASE("parts are of one source each, however the text is cut")
{
    const std::string text = "web-1  | a\nweb-1        | b\n2026-11-24T03:00:50Z c\nd\n\n"
                             "[pod/a/b] e\nweb-1  | f\n[pod/a/b] g\n[pod/a/c] h";
    using Runs = std::vector<std::pair<std::size_t, std::string>>;
    const Runs expected{
        {1, "a\nb\n"}, {0, "c\nd\n\n"}, {2, "e\n"}, {1, "f\n"}, {2, "g\n"}, {3, "h"}};
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        PrefixedText prefixed;
        Runs runs;
        const auto take = [&runs](const PrefixedText::Part& part) {
            if (runs.empty() || runs.back().first != part.source) {
                runs.emplace_back(part.source, "");
            }
            runs.back().second += part.stripped;
        };
        for (std::size_t at = 0; at < text.size(); at += piece) {
            prefixed.feed(std::string_view{text}.substr(at, piece), take);
        }
        prefixed.finish(take);
        INFO(piece);
        CHECK(runs == expected);
    }
}

TEST_CASE("a prefix becomes blanks, or is left out, however the text is cut")
{
    const std::string text =
        "web-1  | a\nweb-1  | b\n\n2026-11-24T03:00:50Z c. d\nweb | 2026-11-24T03:00:50Z";
    const std::string blanked =
        "         a\n         b\n\n                     c. d\n                          ";
    const std::string stripped = "a\nb\n\nc. d\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        INFO(piece);
        CHECK(parts_of(text, piece) == std::pair{blanked, stripped});
    }
    const auto plain = "web-1" + std::string(300, 'x') + "\nabc";
    CHECK(parts_of(plain, 7) == std::pair{plain, plain});
}

TEST_CASE("a name and a bar alone in a text are a row of it, however the text is cut")
{
    const std::string text =
        "sort | 1000   100\n               6 ns\n2026-11-24T03:00:50Z heap | 9\n\n"
        "web-1 | a\nweb-2 | b\nplain\nweb-1 | c\nlast | ";
    const std::string stripped =
        "sort | 1000   100\n               6 ns\nheap | 9\n\na\nb\nplain\nc\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        INFO(piece);
        CHECK(parts_of(text, piece).second == stripped);
    }
    // No table row is that long.
    const auto line = "web-1 | " + std::string(PrefixedText::max_held_bytes, 'x') + "\n";
    CHECK(parts_of(line + "y\n", 1000).second == line.substr(8) + "y\n");
}

TEST_CASE("Catch2: names that look like a container's are read as they are")
{
    auto text = sample("catch2-3.7.1.console.txt");
    const auto at = text.find("\nfib 10 ");
    REQUIRE(at != std::string::npos);
    text.replace(at, 8, "\nfib | 10");
    const auto found = find_results(text, Format::catch2);
    CHECK(std::any_of(found.results.begin(), found.results.end(), [](const auto& result) {
        return result.test.ends_with("fib | 10");
    }));
    CHECK(found.rejected ==
          find_results(sample("catch2-3.7.1.console.txt"), Format::catch2).rejected);
}

TEST_CASE("an object over several lines, each behind a prefix, is found in its place")
{
    const std::string object = "starting\n{\n  \"results\": [\n    {\"name\": \"t\",\n"
                               "     \"metrics\": [\n{\"name\": \"m\", \"value\": 1},\n"
                               "{\"name\": \"n\", \"value\": NaN}]}]\n}\ndone\n";
    for (const auto& prefix : prefixes) {
        INFO(prefix);
        const auto text = with_prefix(prefix, object);
        const auto found = find_results(text, Format::automatic);
        CHECK(result_lines(found) == std::vector<std::string>{"default | t | m: 1 [] unknown"});
        CHECK(
            rejected_lines(found) ==
            std::vector<std::string>{fmt::format(
                "7:{} results/0/metrics/1/value: NaN is not a value in JSON", prefix.size() + 24)});
        CHECK(is_same_in_pieces(text, Format::cb));
    }
}

TEST_CASE("lines of formats are found behind a prefix")
{
    for (const auto& prefix : prefixes) {
        INFO(prefix);
        const auto go = sample("go-1.19.txt");
        const auto found = find_results(with_prefix(prefix, go), Format::automatic);
        CHECK(found == find_results(go, Format::automatic));
        const auto catch2 = sample("catch2-3.7.1.console.txt");
        CHECK(find_results(with_prefix(prefix, catch2), Format::automatic) ==
              find_results(catch2, Format::automatic));
        CHECK(is_same_in_pieces(with_prefix(prefix, go), Format::go));
    }
}

TEST_CASE("the marks of GitLab's sections hide nothing")
{
    const std::string prefix = "2026-11-24T03:00:50.123456Z 00O ";
    const auto text = prefix +
                      "section_start:1700000000:bench[collapsed=true]\r\x1b[0KBenchmarks\n" +
                      prefix + "section_end:1700000001:bench\r\x1b[0KBenchmarkA-2 \t1\t5 ns/op\n" +
                      prefix + "section_end:1700000002:x\r\x1b[0K" + with_value("7") + "\n";
    CHECK(result_lines(find_results(text, Format::automatic)) ==
          Lines{"default | t | m: 7 [] unknown", "default | BenchmarkA-2 | time: 5 [ns/op] lower"});
}
