#pragma once

#include "roff/markdown.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::roff {

/// The text of one paragraph, heading or cell: its fonts and its links.
class InlineText {
public:
    explicit InlineText(const WriteLink& write_link) : write_link_(write_link) {}

    void add(std::string_view words);
    void break_line(); ///< where the source has a line end

    void open_font(char font); ///< 'B' or 'I'
    void close_font();
    void open_link(std::string_view target);
    void close_link();

    [[nodiscard]] const std::string& plain() const { return words_; }

    /// The text in man(7), without an end of the line; this is empty afterwards.
    [[nodiscard]] std::string take();

private:
    const WriteLink& write_link_;
    std::string words_{};
    std::string text_{};
    std::vector<char> fonts_{};
    std::string target_{};
    std::size_t link_in_words_ = 0;
    std::size_t link_in_text_ = 0;
};

} // namespace cb::roff
