#include "catch.hpp"
#include "parse/found.hpp"

#include <set>
#include <sstream>

using namespace cb::parse;
using namespace cb::parse::test;

namespace {

/// A code block of docs/formats.md.
struct Example {
    std::string section;  ///< the heading above it
    std::string language; ///< after the fence
    std::string text{};
};

std::vector<Example> examples()
{
    std::istringstream page{
        cb::read_file(CB_TEST_DATA "/../../docs/formats.md", cb::Bytes{1U << 20U})};
    std::vector<Example> all;
    std::string section;
    bool is_open = false;
    for (std::string line; std::getline(page, line);) {
        const bool is_fence = line.starts_with("```");
        if (is_fence && !is_open) {
            all.push_back({.section = section, .language = line.substr(3)});
        } else if (is_open && !is_fence) {
            all.back().text += line + "\n";
        } else if (line.starts_with("## ")) {
            section = line.substr(3);
        }
        is_open = is_open != is_fence;
    }
    return all;
}

} // namespace

TEST_CASE("docs/formats.md shows an example of each format, which is read without a complaint")
{
    const std::set<std::string> programs{"cpp", "python", "go", "rust", "ocaml", "sh"};
    std::set<std::string> shown;
    for (const auto& example : examples()) {
        if (programs.count(example.language) > 0) {
            continue;
        }
        INFO(example.section << ":\n" << example.text);
        const auto format = parse_format(example.section);
        REQUIRE(format);
        const auto found = find_results(example.text, *format);
        CHECK(has_results(found));
        CHECK(all_rejected(found).empty());
        CHECK(found.format == example.section);
        if (*format != Format::csv) { // auto accepts only the headers of known tools
            CHECK(find_results(example.text, Format::automatic) == found);
        }
        shown.insert(example.section);
    }
    for (const auto& format : list_formats()) {
        INFO(format.name);
        CHECK((format.name == "auto" || shown.count(std::string{format.name}) == 1));
    }
}
