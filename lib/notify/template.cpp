#include "notify/template.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::notify {

const std::vector<std::string_view>& Template::field_names()
{
    static const std::vector<std::string_view> names{"verdict",
                                                     "standing",
                                                     "changes",
                                                     "details",
                                                     "failures",
                                                     "alerts",
                                                     "report",
                                                     "command",
                                                     "base",
                                                     "commit",
                                                     "branch",
                                                     "pull",
                                                     "title",
                                                     "repository",
                                                     "author"};
    return names;
}

Parsed<Template::Line> Template::parse_line(std::string_view text)
{
    Line line;
    std::string literal;
    while (!text.empty()) {
        if (text.starts_with("{{")) {
            literal += '{';
            text.remove_prefix(2);
            continue;
        }
        if (text.front() != '{') {
            literal += text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto end = text.find('}');
        const auto name = text.substr(1, end == std::string_view::npos ? end : end - 1);
        const auto& known = field_names();
        if (end == std::string_view::npos ||
            std::find(known.begin(), known.end(), name) == known.end()) {
            return tl::unexpected{
                fmt::format("{} is no field; write {{{{ for a brace, or one of {}",
                            quote(name),
                            fmt::join(known, ", "))};
        }
        line.push_back({std::move(literal), {}});
        line.push_back({{}, std::string{name}});
        literal.clear();
        text.remove_prefix(end + 1);
    }
    line.push_back({std::move(literal), {}});
    return line;
}

Parsed<Template> Template::parse(std::string_view text)
{
    Template made;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = parse_line(text.substr(0, end));
        if (!line) {
            return tl::unexpected{fmt::format("line {}: {}", number, line.error())};
        }
        made.lines_.push_back(*std::move(line));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return made;
}

std::string Template::fill(const Fields& fields) const
{
    std::string text;
    bool is_blank_due = false;
    for (const auto& line : lines_) {
        std::string filled;
        std::size_t count = 0;
        std::size_t empty = 0;
        for (const auto& part : line) {
            const auto& value = part.field.empty() ? part.text : fields.at(part.field);
            count += part.field.empty() ? 0U : 1U;
            empty += !part.field.empty() && value.empty() ? 1U : 0U;
            filled += value;
        }
        if (filled.empty()) {
            is_blank_due = !text.empty();
        }
        if (filled.empty() || (count > 0 && count == empty)) {
            continue;
        }
        text += is_blank_due ? "\n" : "";
        is_blank_due = false;
        text += filled + (filled.ends_with('\n') ? "" : "\n");
    }
    return text;
}

} // namespace cb::notify
