#pragma once

#include "parse/line_format.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Splits a text that arrives in pieces into lines and passes each format the lines that may matter
/// to it. Lines end with "\n" or "\r\n". Linear; chunk boundaries do not affect the result.
class LineScanner {
public:
    /// Lines of which a terminal shows more are skipped, because no tool prints such results.
    static constexpr std::size_t max_bytes = 1U << 20U;

    explicit LineScanner(std::vector<NamedFormat<LineFormat>> formats, const TextFacts& facts = {});

    void feed(std::string_view chunk, Collector& collector);
    /// The number of complete lines.
    [[nodiscard]] std::uint64_t lines() const noexcept { return number_; }
    /// Counts lines that are omitted from the text. \pre at the start of a line
    void pass_lines(std::uint64_t count) noexcept { number_ += count; }
    void finish(Collector& collector);

private:
    /// The previous line is passed up to this size.
    static constexpr std::size_t max_kept = 4096;
    using Mask = std::uint32_t; ///< one bit per format

    using Ending = TextLine::Ending;

    void pass(std::string_view line, Ending ending, Collector& collector);
    void show(std::string_view line, Ending ending, Collector& collector);
    [[nodiscard]] Collector& place_of(std::size_t format, Collector& collector) const;
    [[nodiscard]] Mask wanting(std::string_view line) const;
    void keep_previous();
    void carry(std::string_view piece);

    std::vector<NamedFormat<LineFormat>> formats_;
    std::set<std::uint64_t> open_lines_;
    /// for each format, lines that may be cut off within its figures
    std::vector<std::set<std::uint64_t>> doubtful_;
    std::array<Mask, 256> by_first_{}, by_last_{};
    Mask every_ = 0;            ///< the formats that want every line
    std::string carried_{};     ///< an incomplete line
    std::string_view before_{}; ///< the previous line, unmodified
    std::string kept_{};        ///< owns before_ between pieces
    std::string clean_{};       ///< before_ as a terminal shows it, if that differs
    std::uint64_t number_ = 0;
    bool may_have_controls_ = false;   ///< the current text contains carriage returns or escapes
    bool has_before_controls_ = false; ///< before_ contains them
};

} // namespace cb::parse
