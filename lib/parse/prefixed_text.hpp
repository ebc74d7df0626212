#pragma once

#include "parse/log_prefix.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

/// A text that comes in pieces, and in it the prefixes of a log (log_prefix_of): a result that
/// stands on several lines is found behind them as without them, and also where lines of other
/// sources stand between. Linear; a text without a prefix is not copied.
///
/// A name and a bar may also be a row of a table that a program printed. They are taken for a
/// prefix when the line before or behind has such a prefix, too, or the name was taken for one
/// before.
class PrefixedText {
public:
    /// So many sources are told apart. The first is that of lines whose prefix names none or that
    /// have none; all that come when there are so many share the last.
    static constexpr std::size_t most_sources = 32;
    /// A line that is longer is taken to have a prefix where it looks so: no row of a table is.
    static constexpr std::size_t most_held_bytes = 4096;

    /// The next part of the text, of one source, with the prefixes in two ways. Where the source is
    /// another than that of the part before, a line starts.
    struct Part {
        std::size_t source;       ///< below most_sources
        std::string_view blanked; ///< blanks in their place, so that all else stands where it stood
        std::string_view stripped; ///< without them
    };

    /// Gives `take` the parts that are complete with `chunk`: Part → void. They are valid until it
    /// returns. A line of which it is not known whether it has a prefix is kept.
    template <typename Take> void feed(std::string_view chunk, const Take& take)
    {
        while (!held_.empty() && !chunk.empty()) {
            chunk.remove_prefix(hold_more(chunk));
            const auto held = std::exchange(held_, {});
            held_ = held.substr(give(held, take));
        }
        if (!chunk.empty()) {
            held_ = chunk.substr(give(chunk, take));
        }
    }

    /// The end of the text.
    template <typename Take> void finish(const Take& take)
    {
        is_at_end_ = true;
        const auto held = std::exchange(held_, {});
        static_cast<void>(give(held, take));
    }

private:
    struct Span {
        std::size_t start, size;
    };
    /// A line, and what is in front of it.
    struct Line {
        std::size_t source = 0;
        std::size_t prefix_size = 0;
    };

    /// Returns how much of the text is over.
    template <typename Take> std::size_t give(std::string_view text, const Take& take)
    {
        has_bar_ = text.find('|') != std::string_view::npos;
        std::size_t size = 0;
        while (size < text.size()) {
            const auto part = first_part(text.substr(size));
            if (part.blanked.empty()) {
                break;
            }
            take(part);
            size += part.blanked.size();
        }
        return size;
    }

    [[nodiscard]] std::size_t hold_more(std::string_view chunk);
    [[nodiscard]] Part first_part(std::string_view text);
    [[nodiscard]] std::size_t pass_part(std::string_view text);
    enum class Ending { known, open }; ///< open: the line may go on with what comes
    [[nodiscard]] std::optional<Line> first_line(std::string_view text, Ending ending);
    [[nodiscard]] std::optional<Line> named_line(std::string_view text, const LogPrefix& prefix);
    [[nodiscard]] std::optional<bool> is_prefixed_log(std::string_view text) const;
    [[nodiscard]] std::size_t place_of(std::string_view source) const;

    std::string held_{};                   ///< from the start of a line on
    std::vector<std::string> sources_{""}; ///< by their numbers
    std::size_t source_ = 0;               ///< of the line at hand
    std::vector<Span> spans_{};            ///< the prefixes in the part at hand
    std::string blanked_{}, stripped_{};
    bool is_in_line_ = false; ///< what comes next is not the start of a line
    bool has_bar_ = false;    ///< the text at hand has, without which no prefix names a container
    bool is_at_end_ = false;  ///< nothing comes behind the text at hand
};

} // namespace cb::parse
