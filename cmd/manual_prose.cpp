#include "manual_prose.hpp"

#include "base/file.hpp"
#include "base/paths.hpp"
#include "roff/escape.hpp"
#include "roff/markdown.hpp"

#include <fmt/format.h>

#include <string_view>

namespace cb::cmd {

namespace {

constexpr Bytes max_page{4U << 20U};

/// The name of the page in docs/ that a link leads to; empty if it leads elsewhere.
std::string_view name_page(std::string_view target)
{
    const auto file = target.substr(0, target.find('#'));
    constexpr std::string_view ending = ".md";
    const bool is_page = file.size() > ending.size() &&
                         file.substr(file.size() - ending.size()) == ending &&
                         file.find('/') == std::string_view::npos;
    return is_page ? file.substr(0, file.size() - ending.size()) : std::string_view{};
}

/// Paper has no links: it names the man page, or how cb shows the topic.
std::string write_link(const Program& program, const roff::Link& link)
{
    const auto page = name_page(link.target);
    if (page.empty()) {
        const bool is_shown = link.target.rfind("https://", 0) != 0 || link.words == link.target;
        return is_shown ? link.text : fmt::format("{} ({})", link.text, roff::escape(link.target));
    }
    const auto name = roff::escape(page);
    const auto reference = find_command(program, page) != nullptr
                               ? fmt::format(R"(\fBcb\-{}\fR(1))", name)
                               : fmt::format("\\fBcb help {}\\fR", name);
    const bool is_name = link.words == fmt::format("{}.md", page) ||
                         link.words == fmt::format("docs/{}.md", page) ||
                         link.words == fmt::format("cb {}", page);
    return is_name ? reference : fmt::format("{} ({})", link.text, reference);
}

/// man(7) wants no paragraph directly below a heading.
std::string below_heading(const std::string& text)
{
    constexpr std::string_view paragraph = ".PP\n";
    return text.rfind(paragraph, 0) == 0 ? text.substr(paragraph.size()) : text;
}

} // namespace

Prose read_prose(const Program& program, const std::string& page)
{
    Prose prose;
    const auto sections =
        roff::read_sections(read_file(shipped_page(page), max_page),
                            [&](const roff::Link& link) { return write_link(program, link); });
    for (const auto& section : sections) {
        if (section.title.empty()) {
            prose.introduction = below_heading(section.text);
        } else if (section.title == "Options") {
            prose.options = section.text;
        } else if (section.title == "Exit codes") {
            prose.exit_status = below_heading(section.text);
        } else {
            prose.sections +=
                fmt::format(".SS {}\n{}", roff::escape(section.title), below_heading(section.text));
        }
    }
    return prose;
}

} // namespace cb::cmd
