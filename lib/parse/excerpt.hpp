#pragma once

#include "manifest/sections.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Shows what stands at the places of rejected entries. Reads the text, which comes in pieces, once
/// more, and keeps only what is around the places. Linear.
class Excerpts {
public:
    explicit Excerpts(const std::vector<Rejected>& rejected);

    void feed(std::string_view chunk);
    /// Whether a place is still to come.
    [[nodiscard]] bool wants_more() const noexcept { return next_ < windows_.size(); }
    /// Two lines for a person: the part of the text's line around the entry of that index, and a
    /// caret under its place. Each with a newline at its end.
    [[nodiscard]] std::string shown(std::size_t index) const;

private:
    struct Window {
        std::uint64_t line, column; ///< of the place
        std::size_t entry;          ///< its index
        std::string text{};         ///< from `first` of the line on
        bool goes_on = false;       ///< the line is longer

        [[nodiscard]] std::uint64_t first() const;
    };

    void pass(std::string_view part);

    std::vector<Window> windows_{};    ///< in the order of their lines
    std::vector<std::size_t> index_{}; ///< of an entry's window
    std::size_t next_ = 0;             ///< the first window that is not passed
    std::uint64_t line_ = 1, column_ = 1;
};

} // namespace cb::parse
