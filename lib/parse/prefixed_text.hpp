#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

/// A text that comes in pieces, and in it the prefixes of a log (log_prefix_of): a result that
/// stands on several lines is found behind them as without them. Linear; a text without a prefix is
/// not copied.
class PrefixedText {
public:
    /// The next part of the text, with the prefixes in two ways.
    struct Part {
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
        if (!text.empty()) {
            take(part_of(text));
        }
    }

    [[nodiscard]] std::size_t complete_head(std::string_view chunk);
    [[nodiscard]] bool is_head_open() const;
    [[nodiscard]] std::size_t open_head_of(std::string_view chunk) const;
    [[nodiscard]] Part part_of(std::string_view text);
    [[nodiscard]] std::vector<Span> spans_of(std::string_view text);

    std::string head_{}; ///< the start of a line, of which it is not known whether it is a prefix
    std::string blanked_{}, stripped_{};
    bool is_in_line_ = false; ///< what comes next is not the start of a line
};

} // namespace cb::parse
