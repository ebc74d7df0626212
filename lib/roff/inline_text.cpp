#include "roff/inline_text.hpp"

#include "roff/escape.hpp"

#include <fmt/format.h>

#include <utility>

namespace cb::roff {

void InlineText::add(std::string_view more)
{
    words_ += more;
    append_escaped(text_, more);
}

void InlineText::break_line()
{
    words_ += ' ';
    text_ += '\n';
}

void InlineText::open_font(char font)
{
    fonts_.push_back(font);
    text_ += fmt::format("\\f{}", font);
}

void InlineText::close_font()
{
    fonts_.pop_back();
    text_ += fmt::format("\\f{}", fonts_.empty() ? 'R' : fonts_.back());
}

void InlineText::open_link(std::string_view to)
{
    target_ = to;
    link_in_words_ = words_.size();
    link_in_text_ = text_.size();
}

void InlineText::close_link()
{
    const Link link{.target = std::exchange(target_, {}),
                    .words = words_.substr(link_in_words_),
                    .text = text_.substr(link_in_text_)};
    text_.resize(link_in_text_);
    text_ += write_link_(link);
}

std::string InlineText::take()
{
    words_.clear();
    return std::exchange(text_, {});
}

} // namespace cb::roff
