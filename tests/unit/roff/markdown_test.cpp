#include "catch.hpp"
#include "roff/escape.hpp"
#include "roff/markdown.hpp"

#include <fmt/format.h>

#include <stdexcept>

using namespace cb;

namespace {

std::vector<roff::Section> sections_of(std::string_view markdown)
{
    return roff::read_sections(markdown, [](const roff::Link& link) {
        return fmt::format("<{}|{}|{}>", link.target, link.words, link.text);
    });
}

/// \pre the page has text, and no headings of the second level
std::string text_of(std::string_view markdown)
{
    return sections_of(markdown).at(0).text;
}

} // namespace

TEST_CASE("text stays text in roff")
{
    CHECK(roff::escape(".TH a-b\\c\n.x 'y' ~^`") ==
          "\\&.TH a\\-b\\ec\n\\&.x \\(aqy\\(aq \\(ti\\(ha\\(ga");
    std::string line = "see\n";
    roff::append_escaped(line, ".git");
    CHECK(line == "see\n\\&.git");
}

TEST_CASE("headings of the second level begin sections")
{
    const auto sections = sections_of(
        "# cb run\n\nRuns.\n\n## Where `it` runs\n\nHere.\n\n### Deep\n\nThere.\n\n## Empty\n");
    REQUIRE(sections.size() == 2);
    CHECK(sections[0].title.empty());
    CHECK(sections[0].text == ".PP\nRuns.\n");
    CHECK(sections[1].title == "Where it runs");
    CHECK(sections[1].text == ".PP\nHere.\n.SS Deep\nThere.\n");
    CHECK(sections_of("").empty());
}

TEST_CASE("fonts nest")
{
    CHECK(text_of("A **b `c` d** *e* f\n.g\n") ==
          ".PP\nA \\fBb \\fBc\\fB d\\fR \\fIe\\fR f\n\\&.g\n");
}

TEST_CASE("a link is written by the caller")
{
    CHECK(text_of("See [the\n`store`](store.md#a), now.\n") ==
          ".PP\nSee <store.md#a|the store|the\n\\fBstore\\fR>, now.\n");
    CHECK_THROWS_AS(
        roff::read_sections(
            "[a](b)", [](const roff::Link&) -> std::string { throw std::runtime_error{"no"}; }),
        std::runtime_error);
}

TEST_CASE("code keeps its lines")
{
    CHECK(text_of("```sh\ncb a-b \\\n\n.x\n```\n") ==
          ".PP\n.RS 4\n.nf\ncb a\\-b \\e\n\n\\&.x\n.fi\n.RE\n");
}

TEST_CASE("lists have marks, numbers and parts")
{
    CHECK(text_of("- a\n- b\n  - c\n\n3. d\n4. e\n") ==
          ".IP \\(bu 2\na\n.IP \\(bu 2\nb\n.RS 4\n.IP \\(bu 2\nc\n.RE\n.IP 3. 4\nd\n.IP 4. 4\ne\n");
    CHECK(text_of("- a\n\n  b\n") == ".IP \\(bu 2\na\n.IP\nb\n");
}

TEST_CASE("the rows of a table become paragraphs")
{
    CHECK(text_of("| key | meaning |\n| --- | --- |\n| `a\\|b` | c |\n| d | |\n") ==
          ".TP\n\\fBa|b\\fR\nc\n.TP\nd\n");
    CHECK(text_of("| key | from | to |\n| --- | --- | --- |\n| a | b | c |\n") ==
          ".TP\na\nfrom: b\n.br\nto: c\n");
}

TEST_CASE("what a man page has from elsewhere, or cannot have, is left out")
{
    CHECK(
        text_of("![A plot](a.png)\n\nAn <b>x</b>\n\n| option | meaning |\n| --- | --- |\n| `--a` | "
                "b |\n\n&lt;z&gt;\n") == ".PP\nAn x\n.PP\n<z>\n");
}
