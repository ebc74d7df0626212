#include "catch.hpp"
#include "json/scan.hpp"

#include <string>
#include <vector>

using namespace cb;

namespace {

/// Each token, prefixed with a letter for its kind.
std::vector<std::string> tokens_of(std::string_view text)
{
    std::vector<std::string> found;
    for (JsonTokens tokens{text}; !tokens.at_end();) {
        const auto token = tokens.next();
        found.push_back(std::string{"wmsb"[static_cast<std::size_t>(token.kind)]} +
                        std::string{token.text});
    }
    return found;
}

using Tokens = std::vector<std::string>;

} // namespace

TEST_CASE("a JSON text is marks, strings, words and blanks")
{
    CHECK(tokens_of(R"({"a":[-1.5e3, true],"b\"}":null})") == Tokens{"m{",
                                                                     R"(s"a")",
                                                                     "m:",
                                                                     "m[",
                                                                     "w-1.5e3",
                                                                     "m,",
                                                                     "b ",
                                                                     "wtrue",
                                                                     "m]",
                                                                     "m,",
                                                                     R"(s"b\"}")",
                                                                     "m:",
                                                                     "wnull",
                                                                     "m}"});
    CHECK(tokens_of("").empty());
    CHECK(tokens_of(" \t\r\n") == Tokens{"b \t\r\n"});
}

TEST_CASE("the tokens of any text put together are the text")
{
    const auto text = GENERATE(as<std::string>{},
                               R"({"not closed)",
                               R"("\)",
                               R"(]]}:,,"x""y"NaN)",
                               "\xff\x80{\"\xff\"}",
                               std::string("\0{\0}", 4));
    std::string together;
    for (JsonTokens tokens{text}; !tokens.at_end();) {
        CHECK(tokens.at() == together.size());
        together += tokens.next().text;
    }
    CHECK(together == text);
}

TEST_CASE("brackets nest, and those in strings do not")
{
    int depth = 0;
    int deepest = 0;
    for (JsonTokens tokens{R"({"a":[{"]]":"}}"}]})"}; !tokens.at_end();) {
        depth += tokens.next().nesting();
        deepest = std::max(deepest, depth);
    }
    CHECK(depth == 0);
    CHECK(deepest == 3);
}
