#include "parse/place.hpp"

#include <algorithm>

namespace cb::parse {

void LineCounter::pass(std::string_view text)
{
    const auto newlines = std::count(text.begin(), text.end(), '\n');
    if (newlines == 0) {
        here_.column += text.size();
        return;
    }
    here_.line += static_cast<std::uint64_t>(newlines);
    here_.column = text.size() - text.rfind('\n');
}

} // namespace cb::parse
