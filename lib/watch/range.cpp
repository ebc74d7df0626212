#include "watch/range.hpp"

#include <fmt/format.h>

namespace cb::watch {

Parsed<RevisionRange> RevisionRange::parse(std::string_view text)
{
    if (text.find("...") != std::string_view::npos) {
        return tl::unexpected{fmt::format(
            "\"{:.200}\" has three dots; write A..B for the commits of B that are not in A", text)};
    }
    const auto dots = text.find("..");
    if (dots == std::string_view::npos || text.size() == 2) {
        return tl::unexpected{fmt::format(
            "\"{:.200}\" is not a range such as v1.0..main; for one commit write X^..X", text)};
    }
    const auto from = text.substr(0, dots);
    const auto to = text.substr(dots + 2);
    return RevisionRange{from.empty() ? "HEAD" : from, to.empty() ? "HEAD" : to};
}

} // namespace cb::watch
