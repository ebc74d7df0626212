#include "parse/labels.hpp"

namespace cb::parse {

namespace {

constexpr std::size_t most_labels = 16;
constexpr std::size_t most_bytes = 1024;

bool is_short_text(std::string_view text)
{
    return text.size() <= most_bytes && text.find('\0') == std::string_view::npos;
}

} // namespace

void add_label(Labels& labels, std::string_view name, std::string_view value)
{
    if (labels.size() < most_labels && is_short_text(name) && is_short_text(value)) {
        labels.emplace(name, value);
    }
}

} // namespace cb::parse
