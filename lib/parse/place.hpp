#pragma once

#include <cstdint>
#include <string_view>

namespace cb::parse {

/// A place in a text: the line, and the byte within the line, both from 1.
struct Place {
    std::uint64_t line = 1;
    std::uint64_t column = 1;
    friend bool operator==(const Place&, const Place&) = default;
};

/// Counts lines as editors do: "\n" and "\r\n" end a line; a lone "\r" (progress bars) does not.
class LineCounter {
public:
    LineCounter() = default;
    explicit LineCounter(Place start) : here_{start} {}

    /// Advances past `text`. Linear, however long its lines are.
    void pass(std::string_view text);
    [[nodiscard]] Place here() const noexcept { return here_; }

private:
    Place here_{};
};

} // namespace cb::parse
