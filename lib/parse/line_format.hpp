#pragma once

#include "parse/collector.hpp"
#include "parse/text_facts.hpp"

#include <cstdint>
#include <string_view>

namespace cb::parse {

/// A line of text without its end, without terminal escape sequences, and only the part after the
/// last carriage return: what a terminal would show.
struct TextLine {
    enum class Ending : std::uint8_t {
        newline,
        open, ///< the text ended here, so the line may be cut off
    };

    std::string_view text;
    std::string_view previous; ///< the previous line, likewise
    std::uint64_t number = 1;
    Ending ending = Ending::newline;
};

/// A format that consists of lines.
class LineFormat {
public:
    /// Which lines it wants next: those accepted by may_begin() and may_end(), or every one.
    enum class Next { some, every };

    /// Whether a tool rounds the figures for people. Rounded figures count only if the text does
    /// not also contain them in the tool's machine-readable form.
    enum class Precision { exact, rounded };

    LineFormat() = default;
    LineFormat(const LineFormat&) = delete;
    LineFormat& operator=(const LineFormat&) = delete;
    virtual ~LineFormat() = default;

    [[nodiscard]] virtual Precision precision() const { return Precision::exact; }
    /// Called before the text.
    virtual void know(const TextFacts& /*facts*/) {}
    /// Whether a line that starts, or ends, with that byte may matter. Called once per byte value,
    /// because most lines of a log matter to no format.
    [[nodiscard]] virtual bool may_begin(char first) const = 0;
    [[nodiscard]] virtual bool may_end(char /*last*/) const { return true; }
    [[nodiscard]] virtual Next read(const TextLine& line, Collector& collector) = 0;
    /// Whether the figures of a line whose ending is open are right nevertheless, because read()
    /// takes only figures whose end is in the line. Otherwise results from that line are rejected.
    [[nodiscard]] virtual bool is_sure_of(std::string_view /*line*/) const { return false; }
    /// Called at the end of the text.
    virtual void finish(Collector& /*collector*/) {}
};

} // namespace cb::parse
