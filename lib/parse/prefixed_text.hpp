#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

/// A text that comes in pieces, and in it the prefixes of a log (log_prefix_of): a result that
/// stands on several lines is found behind them as without them, and also where lines of other
/// sources stand between. Linear; a text without a prefix is not copied.
class PrefixedText {
public:
    /// So many sources are told apart. The first is that of lines whose prefix names none or that
    /// have none; all that come when there are so many share the last.
    static constexpr std::size_t most_sources = 32;

    /// The next part of the text, of one source, with the prefixes in two ways. Where the source is
    /// another than that of the part before, a line starts.
    struct Part {
        std::size_t source;       ///< below most_sources
        std::string_view blanked; ///< blanks in their place, so that all else stands where it stood
        std::string_view stripped; ///< without them
    };

    /// Gives `take` the parts that are complete with `chunk`: Part → void. They are valid until it
    /// returns. What may be the start of a prefix is kept.
    template <typename Take> void feed(std::string_view chunk, const Take& take)
    {
        if (!head_.empty()) {
            chunk.remove_prefix(complete_head(chunk));
            if (is_head_open()) {
                return;
            }
            const auto head = std::exchange(head_, {});
            give(head, take);
        }
        const auto open = open_head_of(chunk);
        give(chunk.substr(0, chunk.size() - open), take);
        head_ = chunk.substr(chunk.size() - open);
    }

    /// The end of the text.
    template <typename Take> void finish(const Take& take) { give(std::exchange(head_, {}), take); }

private:
    struct Span {
        std::size_t start, size;
    };

    template <typename Take> void give(std::string_view text, const Take& take)
    {
        has_bar_ = text.find('|') != std::string_view::npos;
        while (!text.empty()) {
            const auto part = first_part(text);
            take(part);
            text.remove_prefix(part.blanked.size());
        }
    }

    [[nodiscard]] std::size_t complete_head(std::string_view chunk);
    [[nodiscard]] bool is_head_open() const;
    [[nodiscard]] std::size_t open_head_of(std::string_view chunk) const;
    [[nodiscard]] Part first_part(std::string_view text);
    [[nodiscard]] std::size_t pass_part(std::string_view text);
    [[nodiscard]] std::size_t number_of(std::string_view source);

    std::string head_{}; ///< the start of a line, of which it is not known whether it is a prefix
    std::vector<std::string> sources_{""}; ///< by their numbers
    std::size_t source_ = 0;               ///< of the line at hand
    std::vector<Span> spans_{};            ///< the prefixes in the part at hand
    std::string blanked_{}, stripped_{};
    bool is_in_line_ = false; ///< what comes next is not the start of a line
    bool has_bar_ = false;    ///< the text at hand has, without which no prefix names a container
};

} // namespace cb::parse
