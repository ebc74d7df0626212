#pragma once

#include "parse/line_format.hpp"
#include "parse/named_format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Cuts a text that comes in pieces into lines and shows each format those that may matter to it.
/// "\n" and "\r\n" end a line. Linear, and how the text is cut changes nothing.
class LineScanner {
public:
    /// Of a longer line no format sees anything: no tool prints such results.
    static constexpr std::size_t most_bytes = 1U << 20U;

    explicit LineScanner(std::vector<NamedFormat<LineFormat>> formats);

    void feed(std::string_view chunk, Collector& collector);
    /// How many lines are over.
    [[nodiscard]] std::uint64_t lines() const noexcept { return number_; }
    /// Counts lines that are not in the text. \pre the start of a line is next
    void pass_lines(std::uint64_t count) noexcept { number_ += count; }
    void finish(Collector& collector);

private:
    /// So much of a line is shown as the previous one.
    static constexpr std::size_t most_kept = 4096;
    using Mask = std::uint32_t; ///< of the formats, bit by bit

    void pass(std::string_view line, Collector& collector);
    void show(std::string_view line, Collector& collector);
    [[nodiscard]] Mask wanting(std::string_view line) const;
    void keep_previous();

    std::vector<NamedFormat<LineFormat>> formats_;
    std::array<Mask, 256> by_first_{}, by_last_{};
    Mask every_ = 0;            ///< the formats that want every line
    std::string carried_{};     ///< the start of a line, as far as it came
    std::string_view before_{}; ///< the line before, as it came
    std::string kept_{};        ///< what before_ looks at between pieces
    std::string clean_{};       ///< what a terminal shows of before_, if that is not the same
    std::uint64_t number_ = 0;
    bool may_have_controls_ = false;   ///< the text at hand has carriage returns or escapes
    bool has_before_controls_ = false; ///< before_ has
};

} // namespace cb::parse
