#include "catch.hpp"
#include "parse/found.hpp"
#include "parse/growth.hpp"

#include <algorithm>
#include <functional>
#include <random>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

Found fed_in_pieces(std::string_view text, const std::function<std::size_t()>& next_size)
{
    Reader reader{Format::cb};
    while (!text.empty()) {
        const auto size = std::min(text.size(), next_size());
        reader.feed(text.substr(0, size));
        text.remove_prefix(size);
    }
    return reader.finish();
}

Found fed_in_two(std::string_view text, std::size_t split)
{
    Reader reader{Format::cb};
    reader.feed(text.substr(0, split));
    reader.feed(text.substr(split));
    return reader.finish();
}

/// Texts in which every byte may be the last of a chunk.
std::vector<std::string> tricky_texts()
{
    const auto good = with_value("1");
    return {
        good,
        "a\r\n" + good + good + "\n\n" + good,
        "{" + good,
        "{\"text\n" + good,
        R"({"a": "b {  )" + good,
        R"({"a":1,)" + good + "}",
        "{'results': 'x" + good + "'}",
        "{'a': [\x1b[31m" + good + ",]}",
        R"({"wrap":[)" + good + "," + good + R"(]} {"x": "\\\"{" })",
        "{\"results\":[\n" + good + "\n" + good,
        "{\"results\":[{\"name\":\"\xC3\xA4\xFF\\ud83d\\ude00\",\"metrics\":{\"m\":[NaN,1]}}]}",
        R"({"results":[{"name":"t","metrics":[{"name":"m","value":01},{"value":tru}]})",
        "\xEF\xBB\xBF{\"r\\u0065sults\":[{\"name\":\"t\",\"metrics\":{\"m\":\"1min 30s\"}}]}",
    };
}

} // namespace

TEST_CASE("how a text is cut into pieces changes nothing")
{
    for (const auto& text : tricky_texts()) {
        INFO(text);
        const auto whole = cb_results(text);
        CHECK(fed_in_pieces(text, [] { return 1; }) == whole);
        for (std::size_t split = 1; split < text.size(); ++split) {
            INFO(split);
            CHECK(fed_in_two(text, split) == whole);
        }
    }
}

TEST_CASE("random texts of the format's bytes give the same in random pieces")
{
    constexpr unsigned seed = 20240131; // arbitrary but fixed, so that a failure is reproducible
    std::mt19937 random{seed}; // NOLINT(cert-msc32-c,cert-msc51-cpp): repeatable on purpose
    const std::vector<std::string> parts{"{",
                                         "}",
                                         "[",
                                         "]",
                                         R"(")",
                                         ",",
                                         ":",
                                         "'",
                                         "\\",
                                         "\n",
                                         "\r",
                                         " ",
                                         "\x1b[3m",
                                         "1",
                                         "NaN",
                                         "\xFF",
                                         R"("results":)",
                                         R"("metrics":)",
                                         R"("name":"t")",
                                         R"("value":1)",
                                         with_value("1")};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (auto count = random() % 40; count > 0; --count) {
            text += parts[random() % parts.size()];
        }
        INFO(text);
        CHECK(fed_in_pieces(text, [&] { return 1 + random() % 9; }) == cb_results(text));
    }
}

TEST_CASE("a text of twice the size takes about twice the time, whatever it holds")
{
    const auto part = GENERATE(as<std::string>{},
                               "{",
                               R"({")",
                               R"({"a":)",
                               R"({"results":)",
                               R"({"results":[{"metrics":)",
                               "[",
                               R"({"a":[)",
                               R"(")",
                               "\\",
                               R"({"\)",
                               "{'",
                               "{'a':",
                               R"({"a {)",
                               "{\"a\n",
                               "{\"a\":\"\n\",\"k\":\n",
                               "{\", \":\"\n",
                               "{  \n",
                               R"({ "a" )",
                               "{\x1b[",
                               "\n",
                               "\r",
                               std::string(1, '\0'),
                               "x",
                               "{\"results\":NaN}\n",
                               "{\"results\":[{\"name\":\"t\",\"metrics\":{\"m\":1}}]}\n",
                               R"({"wrap":{"results":[)",
                               R"({"metrics":1})");
    INFO(part);
    CHECK(grows_linearly([&part](std::size_t size) { return repeated(part, size); }, Format::cb));
}

TEST_CASE("a log of many sources takes linear time, whatever their lines hold")
{
    const auto part =
        GENERATE(as<std::string>{},
                 "a |\nb |\n\n",
                 "a | {\"results\":[\nb | {\"results\":[\n",
                 "a | {\"results\":[{\"metrics\":\nb | x\n",
                 "a | {\n\n[pod/b/c] \\\n",
                 "a | <Catch>\nb | <Catch \nb | x\n",
                 "a | BenchmarkA 1 1 ns/op\nb | BenchmarkA 1 1 ns/op\n",
                 "a | name,iterations,real_time,cpu_time,time_unit\nb | a,1,1,1,ns\n");
    INFO(part);
    const auto text = [&part](std::size_t size) { return repeated(part, size); };
    CHECK(grows_linearly(text, Format::automatic));
}

TEST_CASE("a log of very many sources takes linear time")
{
    const auto part = GENERATE(as<std::string>{},
                               "c%d | x\n",
                               "c%d | {\"results\":[\n",
                               "c%d | BenchmarkA 1 1 ns/op\n",
                               "c%d | <Catch>\n");
    INFO(part);
    CHECK(grows_linearly([&part](std::size_t size) { return numbered(part, size); },
                         Format::automatic));
    const auto in_turns = [&part](std::size_t size) {
        return repeated(numbered(part, 30 * part.size()), size); // alternating sources
    };
    CHECK(grows_linearly(in_turns, Format::automatic));
}

TEST_CASE("an object that goes on behind very many lines of others takes linear time")
{
    const auto text = [](std::size_t size) {
        return "a | {\"results\":[\n" + repeated("b | x\n", size) + "a | {\"metrics\":[]\n" +
               repeated("b | x\n", size) + "a | }]}\n";
    };
    CHECK(rejected_lines(cb_results(text(6))).size() == 1);
    CHECK(grows_linearly(text, Format::cb));
}

TEST_CASE("one object of many bad or many good parts takes linear time")
{
    const auto part = GENERATE(as<std::string>{},
                               R"({"name":"m","value":1},)",
                               R"({"name":"m","value":NaN},)",
                               R"({"name":"m","value":{"avg":1}},)",
                               R"({"name":"m","value":1,"units":"ms"},)"
                               R"({"name":"m","value":1,"units":"s"},)",
                               "1,");
    INFO(part);
    const auto object = [&part](std::size_t size) {
        return R"({"results":[{"name":"t","metrics":[)" + repeated(part, size) + "1]}]}";
    };
    CHECK(grows_linearly(object, Format::cb));
}

TEST_CASE("a very long string is read, whether it ends or not")
{
    constexpr std::size_t size = 64U << 20U;
    std::string text = R"({"a":")" + std::string(size, 'x');
    CHECK(cb_results(text) == Found{.format = "cb"});
    text += R"(","results":[{"name":"t","metrics":{"m":1}}]})";
    CHECK(cb_results(text).results.size() == 1);
}

TEST_CASE("an object of more than 256 MiB is named, and the next one is found")
{
    Reader reader{Format::cb};
    const std::string mebibyte(1U << 20U, 'x');
    reader.feed(R"({"results":")");
    for (int i = 0; i < 257; ++i) {
        reader.feed(mebibyte);
    }
    reader.feed("\"}\n" + with_value("1"));
    const auto found = reader.finish();
    CHECK(found.results.size() == 1);
    CHECK(rejected_lines(found) ==
          std::vector<std::string>{"1:1 : not valid JSON: the object is longer than may be"});
}

TEST_CASE("a long name is rejected, so that results do not take the square of the object's size")
{
    const std::string longest(4096, 'x');
    const auto object =
        [](const std::string& top, const std::string& test, const std::string& metric) {
            return R"({"name":")" + top + R"(","results":[{"name":")" + test +
                   R"(","metrics":[{"name":")" + metric + R"(","value":1}]}]})";
        };
    CHECK(cb_results(object(longest, longest, longest)).rejected.empty());
    CHECK(rejected_lines(cb_results(object(longest + "x", "t", "m"))) ==
          std::vector<std::string>{"1:9 name: is too long for a name, with 4097 bytes"});
    CHECK(cb_results(object("b", longest + "x", "m")).results.empty());
    CHECK(cb_results(object("b", "t", longest + "x")).rejected.size() == 1);
}

TEST_CASE("an object that another format's key found and nobody takes hides no results")
{
    for (const auto* const around : {R"({"unit":"x","a":)",
                                     R"({"context":)",
                                     R"({"context":{"num_cpus":2,"b":)",
                                     R"({"entries":{"x":)",
                                     R"({"tests":[)",
                                     R"({"Action":)",
                                     R"({"primaryMetric":)"}) {
        const std::string_view open{around};
        auto text = std::string{open} + with_value("1");
        for (auto at = open.rbegin(); at != open.rend(); ++at) {
            text += *at == '{' ? "}" : *at == '[' ? "]" : "";
        }
        INFO(text);
        CHECK(find_results(text, Format::automatic).results.size() == 1);
    }
}
