#include "terminal/labelled_text.hpp"

#include <fmt/format.h>

namespace cb::terminal {

namespace {

constexpr std::size_t label_width = 12;
constexpr std::size_t narrow = 50;
constexpr std::size_t narrow_indent = 4;

} // namespace

void LabelledLines::add_heading(std::string_view text)
{
    text_ +=
        fitted(in_charset(std::string{text}, style_.charset), style_.width, style_.charset) + '\n';
}

void LabelledLines::add(std::string_view label, std::string_view text, Hue hue)
{
    const bool is_narrow = style_.width < narrow;
    const auto indent = is_narrow ? narrow_indent : label_width + 2;
    if (is_narrow && !label.empty()) {
        text_ += fmt::format("  {}\n", label);
    }
    text_ += is_narrow ? std::string(indent, ' ') : fmt::format("  {:<{}}", label, label_width);
    text_ += colored(wrapped(in_charset(std::string{text}, style_.charset), indent, style_.width),
                     hue,
                     style_.color) +
             '\n';
}

} // namespace cb::terminal
