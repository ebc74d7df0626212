#pragma once

#include "parse/log_prefix.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

/// Removes the prefixes of a log (log_prefix_of) from a text that arrives in pieces. A result that
/// spans several lines is found with or without prefixes, even if lines of other sources lie in
/// between. Linear; does not copy a text without prefixes.
///
/// A name and a bar may also be a row of a table that a program printed. They count as a prefix if
/// the previous or next line has such a prefix, too, or if the name was accepted before.
class PrefixedText {
public:
    /// The number of distinguished sources. The first is for lines without a prefix or with one
    /// that names no source. Once all are in use, further sources share the last.
    static constexpr std::size_t max_sources = 32;
    /// A longer line that seems to have a prefix does have one: table rows are shorter.
    static constexpr std::size_t max_held_bytes = 4096;

    /// The next part of the text, from one source, with the prefixes handled in two ways. If the
    /// source differs from the previous part's, a line starts.
    struct Part {
        std::size_t source;        ///< below max_sources
        std::string_view blanked;  ///< with blanks instead of prefixes, so that columns stay
        std::string_view stripped; ///< without the prefixes
    };

    /// Passes the parts that `chunk` completes to `take`: Part → void. They are valid until it
    /// returns. A line is held back while it is unknown whether it has a prefix.
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
    /// A line and its prefix.
    struct Line {
        std::size_t source = 0;
        std::size_t prefix_size = 0;
    };

    /// Returns how many bytes of the text were consumed.
    template <typename Take> std::size_t give(std::string_view text, const Take& take)
    {
        has_separator_ =
            text.find('|') != std::string_view::npos || text.find('\t') != std::string_view::npos;
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
    enum class Ending { known, open }; ///< open: the line may continue in the next chunk
    [[nodiscard]] std::optional<Line> first_line(std::string_view text, Ending ending);
    [[nodiscard]] std::optional<Line> named_line(std::string_view text, const LogPrefix& prefix);
    [[nodiscard]] std::optional<bool> is_prefixed_log(std::string_view text,
                                                      std::string_view name) const;
    [[nodiscard]] std::size_t place_of(std::string_view source) const;

    std::string held_{};                   ///< text from the start of an unfinished line
    std::vector<std::string> sources_{""}; ///< by their numbers
    std::size_t source_ = 0;               ///< of the current line
    std::vector<Span> spans_{};            ///< the prefixes in the current part
    std::string blanked_{}, stripped_{};
    bool is_in_line_ = false; ///< the next byte does not start a line
    /// the current text has a bar or a tab, one of which every prefix needs that may start with any
    /// letter
    bool has_separator_ = false;
    bool is_at_end_ = false; ///< the current text is the last
};

} // namespace cb::parse
