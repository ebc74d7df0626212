#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace cb {

/// "A..B": what B has and A does not, as in gitrevisions(7). An empty side is HEAD.
class RevisionRange {
public:
    /// Refuses "A...B", "..", and a text without "..".
    [[nodiscard]] static Parsed<RevisionRange> parse(std::string_view text);

    [[nodiscard]] const std::string& from() const noexcept { return from_; }
    [[nodiscard]] const std::string& to() const noexcept { return to_; }

private:
    RevisionRange(std::string_view from, std::string_view to) : from_{from}, to_{to} {}

    std::string from_, to_;
};

} // namespace cb
