#pragma once

#include "parse/collector.hpp"

#include <cstdint>
#include <string_view>

namespace cb::parse {

/// A line of a text, without its end, without terminal escape sequences, and from behind the last
/// carriage return in it: what a terminal would show.
struct TextLine {
    std::string_view text;
    std::string_view previous; ///< the line before, likewise
    std::uint64_t number = 1;
};

/// A format that is made of lines.
class LineFormat {
public:
    /// Which lines it wants to see next: those that may_begin() and may_end(), or every one.
    enum class Next { some, every };

    /// Whether the figures are those that a tool rounds for people: they count only where the text
    /// does not have the same figures as the tool writes them for programs.
    enum class Precision { exact, rounded };

    LineFormat() = default;
    LineFormat(const LineFormat&) = delete;
    LineFormat& operator=(const LineFormat&) = delete;
    virtual ~LineFormat() = default;

    [[nodiscard]] virtual Precision precision() const { return Precision::exact; }
    /// Whether a line that begins, or ends, with that byte may matter. Asked once for each byte,
    /// because most lines of a log matter to nobody.
    [[nodiscard]] virtual bool may_begin(char first) const = 0;
    [[nodiscard]] virtual bool may_end(char /*last*/) const { return true; }
    [[nodiscard]] virtual Next read(const TextLine& line, Collector& collector) = 0;
    /// The end of the text.
    virtual void finish(Collector& /*collector*/) {}
};

} // namespace cb::parse
