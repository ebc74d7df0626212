#pragma once

#include "base/text_style.hpp"

#include <string>
#include <string_view>

namespace cb::terminal {

/// Collects lines with a label and a text, which is wrapped at the width. On a narrow terminal the
/// text is below its label.
class LabelledLines {
public:
    explicit LabelledLines(const TextStyle& style) : style_{style} {}

    /// A line without a label, cut at the width.
    void add_heading(std::string_view text);
    /// An empty label continues the previous one. `text` has no newline.
    void add(std::string_view label, std::string_view text, Hue hue = Hue::plain);
    /// What was added. Call it once, last.
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    TextStyle style_;
    std::string text_{};
};

} // namespace cb::terminal
