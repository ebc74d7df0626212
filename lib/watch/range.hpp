#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace cb::watch {

/// "A..B": the commits reachable from B but not from A, as in gitrevisions(7). An empty side is
/// HEAD.
class RevisionRange {
public:
    /// Rejects "A...B", "..", and a text without "..".
    [[nodiscard]] static Parsed<RevisionRange> parse(std::string_view text);

    [[nodiscard]] const std::string& from() const noexcept { return from_; }
    [[nodiscard]] const std::string& to() const noexcept { return to_; }

private:
    RevisionRange(std::string_view from, std::string_view to) : from_{from}, to_{to} {}

    std::string from_, to_;
};

} // namespace cb::watch
