#include "catch.hpp"
#include "verdict/markdown.hpp"

#include <algorithm>

// Untrusted texts in Markdown.
namespace cb::verdict {

TEST_CASE("texts that no forge gives a meaning to stay as they are")
{
    for (const auto* const text : {"BenchmarkParse time",
                                   "102.5 ns/op \u00b1 2.4 %",
                                   "+33.3 %",
                                   "-0.1 % to +12.7 %",
                                   "6+6",
                                   "only new",
                                   "\u00e9t\u00e9"}) {
        CHECK(to_markdown_code(text) == text);
    }
}

TEST_CASE("a text that could be markup, a link, a mention, a reference or a command is code")
{
    for (const auto* const text :
         {"@all",          "#1",         "!2",         "GH-1",       "o/r#3",   "www.example.org",
          "http://a",      "<!-- x -->", "</details>", "a|b",        "`x`",     "**b**",
          "_b_",           "[a](b)",     "~label",     "%milestone", "$snip",   ":tada:",
          "/close",        "\\",         "&amp;",      "- item",     "1. item", "> quote",
          "a@example.org", " indented",  "line\nbreak"}) {
        const auto code = to_markdown_code(text);
        INFO(text << " -> " << code);
        REQUIRE(code.starts_with("<code>"));
        REQUIRE(code.ends_with("</code>"));
        const auto inside = code.substr(6, code.size() - 13);
        // '&' and '#' are those of references
        CHECK(inside.find_first_of("@<>|`*_[]~$:\\!{}\n") == std::string::npos);
        CHECK(inside.find("w.") == std::string::npos);
        CHECK(std::count(inside.begin(), inside.end(), '#') ==
              std::count(inside.begin(), inside.end(), '&'));
    }
}

} // namespace cb::verdict
