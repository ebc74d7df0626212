#include "parse/excerpt.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::parse {

namespace {

constexpr std::uint64_t before = 60; ///< bytes of the line shown before a place
constexpr std::uint64_t behind = 40;

/// The number of characters, which count as equally wide.
std::size_t width(std::string_view utf8)
{
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

} // namespace

std::uint64_t Excerpts::Window::first() const
{
    return column > before ? column - before : 1;
}

Excerpts::Excerpts(const std::vector<Rejected>& rejected) : index_(rejected.size())
{
    for (std::size_t i = 0; i < rejected.size(); ++i) {
        windows_.push_back({.line = rejected[i].line, .column = rejected[i].column, .entry = i});
    }
    std::stable_sort(windows_.begin(), windows_.end(), [](const Window& a, const Window& b) {
        return a.line < b.line;
    });
    for (std::size_t i = 0; i < windows_.size(); ++i) {
        index_[windows_[i].entry] = i;
    }
}

void Excerpts::feed(std::string_view chunk)
{
    while (!chunk.empty() && wants_more()) {
        const auto newline = chunk.find('\n');
        const auto part = chunk.substr(0, newline);
        if (windows_[next_].line == line_) {
            pass(part);
        }
        column_ += part.size();
        if (newline == std::string_view::npos) {
            return;
        }
        chunk.remove_prefix(newline + 1);
        ++line_;
        column_ = 1;
        while (wants_more() && windows_[next_].line < line_) {
            ++next_;
        }
    }
}

/// Processes a part of the line for the windows on it.
void Excerpts::pass(std::string_view part)
{
    const auto end = column_ + part.size();
    for (auto i = next_; i < windows_.size() && windows_[i].line == line_; ++i) {
        auto& window = windows_[i];
        const auto from = std::max(window.first(), column_);
        const auto to = std::min(window.column + behind, end);
        if (from < to) {
            window.text += part.substr(from - column_, to - from);
        }
        window.goes_on = window.goes_on || end > window.column + behind;
    }
}

std::string Excerpts::shown(std::size_t index) const
{
    const auto& window = windows_.at(index_.at(index));
    const auto first = window.first();
    const auto lead = printable(window.text, window.column - first);
    const std::string_view mark = first > 1 ? "…" : "";
    return fmt::format("  {}{}{}\n  {:>{}}\n",
                       mark,
                       printable(window.text, window.text.size()),
                       window.goes_on ? "…" : "",
                       "^",
                       width(mark) + width(lead) + 1);
}

} // namespace cb::parse
