#include "base/fd.hpp"
#include "catch.hpp"
#include "parse/check.hpp"
#include "parse/found.hpp"

#include <fcntl.h>

using namespace cb::parse;
using namespace cb::parse::test;
using cb::Rejected;

namespace {

/// A pipe containing the text, which must be short.
cb::Fd piped(std::string_view text)
{
    auto pipe = cb::make_pipe();
    cb::write_all(pipe.write.get(), text, "the pipe");
    return std::move(pipe.read);
}

std::string checked(std::string_view text)
{
    const auto input = piped(text);
    return check(input.get(), "out.log", Format::automatic).report;
}

std::string
excerpt(std::string_view text, std::uint64_t line, std::uint64_t column, std::size_t piece)
{
    Excerpts excerpts{{Rejected{line, column, "", ""}}};
    while (!text.empty()) {
        excerpts.feed(text.substr(0, piece));
        text.remove_prefix(std::min(piece, text.size()));
    }
    return excerpts.shown(0);
}

} // namespace

TEST_CASE("a check shows each problem with a caret under it, and the results as a table")
{
    CHECK(checked("[50%] warming up\n" + with_members(R"("value":[2,1.5],"units":"ms")") + "\n" +
                  R"({"results":[{"name":"u","metrics":[{"name":"r","value":NaN}]}]})") ==
          "out.log:3:56: results/0/metrics/0/value: NaN is not a value in JSON\n"
          "  {\"results\":[{\"name\":\"u\",\"metrics\":[{\"name\":\"r\",\"value\":NaN}]}]}\n"
          "                                                         ^\n"
          "format cb: 1 series, 2 samples; 1 rejected\n"
          "\n"
          "benchmark  test  metric  unit  better   samples  least  most\n"
          "default    t     m       ms    unknown  2        1.5    2\n");
}

TEST_CASE("a check counts the results of all commits")
{
    CHECK(checked(R"([{"timestamp":1706220908,"metrics":[{"name":"p50","unit":"us","value":56}],)"
                  R"("attributes":{"git_commit":"6995e2de6891c724bfeb2db33d7b87775f913ad1"}}])") ==
          "format nyrkio: 1 series, 1 sample; 0 rejected\nwith those of 1 other commit\n");
}

TEST_CASE("a check of a text without results says so, and of a summary its average")
{
    CHECK(checked("nothing here") == "format auto: 0 series, 0 samples; 0 rejected\n");
    CHECK(checked(with_value(R"({"avg":2,"max":3})")).find("summary  avg 2\n") !=
          std::string::npos);
}

TEST_CASE("a check refuses manifests")
{
    const auto input = piped("{\"cb\":1,\"job\":\"x\"}\n");
    CHECK_THROWS_AS(check(input.get(), "stdin", Format::cb), cb::Error);
}

TEST_CASE("an excerpt is cut from a long line, and shows what a terminal can show")
{
    const auto text = std::string(100, 'a') + "\x1b[1m\t\xff" + "é!" + std::string(100, 'b') + "\n";
    const auto column = text.find('!') + 1;
    const auto shown = "  …" + std::string(52, 'a') + " [1m \uFFFDé!" + std::string(39, 'b') +
                       "…\n" + std::string(2 + 1 + 52 + 7, ' ') + "^\n";
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
        CHECK(excerpt(text, 1, column, piece) == shown);
        CHECK(excerpt("x\n\ny\n" + text, 4, column, piece) == shown);
    }
}

TEST_CASE("an excerpt of a place behind the end of its line is the line")
{
    CHECK(excerpt("ab\ncd", 1, 9, 100) == "  ab\n    ^\n");
    CHECK(excerpt("ab\ncd", 7, 1, 100) == "  \n  ^\n");
}

TEST_CASE("excerpts of several places on one line and in any order")
{
    Excerpts excerpts{{Rejected{2, 3, "", ""}, Rejected{1, 1, "", ""}, Rejected{2, 1, "", ""}}};
    excerpts.feed("one\ntwo\n");
    CHECK(excerpts.shown(0) == "  two\n    ^\n");
    CHECK(excerpts.shown(1) == "  one\n  ^\n");
    CHECK(excerpts.shown(2) == "  two\n  ^\n");
}

TEST_CASE("a check reads what a gzip file holds, and shows it")
{
    using namespace std::string_view_literals;
    // {"results":[{"name":"t","metrics":[{"name":"m","value":NaN}]}]}
    const auto data = "\037\213\010\000\000\000\000\000\002\003\253\126\052\112\055\056\315\051\051"
                      "\126\262\212\256\126\312\113\314\115\125\262\122\052\121\322\121\312\115\055"
                      "\051\312\114\106\021\316\005\012\227\045\346\224\002\331\176\211\176\265\261"
                      "\100\310\005\000\105\276\077\113\100\000\000\000"
                      ""sv;
    CHECK(checked(data) == "out.log:1:56: results/0/metrics/0/value: NaN is not a value in JSON\n"
                           "  {\"results\":[{\"name\":\"t\",\"metrics\":[{\"name\":\"m\","
                           "\"value\":NaN}]}]}\n"
                           "                                                         ^\n"
                           "format cb: 0 series, 0 samples; 1 rejected\n");
    CHECK_THROWS_WITH(checked(data.substr(0, 30)),
                      CB_CONTAINS("out.log: the gzip data is truncated"));
}
