#pragma once

#include "manifest/sections.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Shows the text at the places of rejected entries. Reads the text a second time, in pieces, and
/// keeps only what surrounds the places. Linear.
class Excerpts {
public:
    explicit Excerpts(const std::vector<Rejected>& rejected);

    void feed(std::string_view chunk);
    /// Whether some place is still ahead.
    [[nodiscard]] bool wants_more() const noexcept { return next_ < windows_.size(); }
    /// Two lines for the user: the excerpt around the entry with that index, and a caret below its
    /// place. Each ends with a newline.
    [[nodiscard]] std::string shown(std::size_t index) const;

private:
    struct Window {
        std::uint64_t line, column; ///< of the place
        std::size_t entry;          ///< its index
        std::string text{};         ///< the line's text starting at `first`
        bool goes_on = false;       ///< the line continues beyond `text`

        [[nodiscard]] std::uint64_t first() const;
    };

    void pass(std::string_view part);

    std::vector<Window> windows_{};    ///< in line order
    std::vector<std::size_t> index_{}; ///< the window of each entry
    std::size_t next_ = 0;             ///< the first window not yet passed
    std::uint64_t line_ = 1, column_ = 1;
};

} // namespace cb::parse
