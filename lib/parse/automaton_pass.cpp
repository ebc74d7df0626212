#include "parse/automaton.hpp"
#include "parse/characters.hpp"
#include "parse/eight_bytes.hpp"

#include <algorithm>
#include <bit>

// How the automaton skips sequences of characters: strings, words, escape sequences, foreign lines.

namespace cb::parse {

namespace {

/// A single-quoted string is only read to report the error, and must not hide an object.
constexpr std::size_t max_single_quoted = 256;

/// Whether `written`, a key as written between its quotes, spells the ASCII text `key`.
bool spells(std::string_view written, std::string_view key)
{
    constexpr std::string_view digits = "0123456789abcdef";
    for (const char c : key) {
        if (!written.empty() && written.front() == c) {
            written.remove_prefix(1);
            continue;
        }
        const auto code = static_cast<unsigned char>(c);
        const auto same = [](char a, char b) { return a == b || (is_letter(a) && a + 32 == b); };
        if (written.size() < 6 || written.substr(0, 4) != "\\u00" ||
            !same(written[4], digits[code / 16]) || !same(written[5], digits[code % 16])) {
            return false;
        }
        written.remove_prefix(6);
    }
    return written.empty();
}

/// The position in `text`, from `at` on, of the first quote or backslash; its size if there is
/// none.
std::size_t find_string_stop(std::string_view text, std::size_t at)
{
    constexpr std::size_t step = sizeof(EightBytes);
    for (; at + step <= text.size(); at += step) {
        const auto bytes = load_eight(text.data() + at);
        // Marks after the first may be wrong, but the lower of the two first marks is right.
        if (const auto marks = first_equal(bytes, '"') | first_equal(bytes, '\\'); marks != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(marks)) / 8;
        }
    }
    const auto rest = text.substr(at);
    return at + std::min(rest.find_first_of("\"\\"), rest.size());
}

} // namespace

/// \pre a blank is next. Most blanks are a line's indentation.
void Automaton::pass_blanks(std::string_view text)
{
    constexpr std::size_t step = sizeof(EightBytes);
    bool is_new_line = text[at_++] == '\n';
    while (at_ + step <= text.size()) {
        const auto others = load_eight(text.data() + at_) ^ eight_of(' ');
        at_ += static_cast<std::size_t>(std::countr_zero(others)) / 8;
        if (others != 0) {
            break;
        }
    }
    for (; at_ < text.size() && is_blank(text[at_]); ++at_) {
        is_new_line = is_new_line || text[at_] == '\n';
    }
    if (is_new_line) {
        begin_line();
    }
}

void Automaton::begin_line()
{
    line_ = {.at = at_,
             .depth = frames_.size(),
             .min_depth = frames_.size(),
             .state = state_,
             .are_elements_next = are_elements_next_};
}

/// Returns to the start of the line with the unexpected byte, in order to skip the line. False if
/// the line may belong to the object after all, or start another one.
bool Automaton::leave_line(std::string_view text)
{
    const bool is_open = line_.depth > 0 && line_.min_depth == line_.depth;
    if (!is_open || passed_over_ >= max_passed_over ||
        text.substr(line_.at, at_ - line_.at).find_first_of("{\n") != std::string_view::npos) {
        return false;
    }
    const Fault fault{.at = at_, .reason = expected_here()};
    frames_.resize(line_.depth);
    note(fault.at, fault.reason);
    are_elements_next_ = line_.are_elements_next;
    state_ = State::strange_line;
    return true;
}

bool Automaton::pass_strange_line(std::string_view text)
{
    const auto start = at_;
    at_ = std::min(text.find('\n', at_), text.size());
    const auto brace = text.substr(start, at_ - start).find('{');
    if (brace != std::string_view::npos) { // another object may start
        at_ = start + brace;
        return break_at(at_, "another object begins in a line that is no part of this one");
    }
    passed_over_ += at_ - start;
    if (at_ < text.size()) {
        state_ = line_.state;
        after_string_ = false;
    }
    return true;
}

void Automaton::pass_string(std::string_view text)
{
    if (is_escaped_) {
        is_escaped_ = false;
        if (std::string_view{R"("\/bfnrtu)"}.find(text[at_]) == std::string_view::npos) {
            note(at_ - 1, "a backslash that starts no escape of JSON; double it");
        }
        ++at_;
    }
    at_ = find_string_stop(text, at_);
    if (at_ == text.size()) {
        return;
    }
    if (text[at_] == '"') {
        close_string(text);
    } else {
        is_escaped_ = true;
        has_escapes_ = true;
        ++at_;
    }
}

bool Automaton::pass_single_quoted(std::string_view text)
{
    for (; at_ < text.size(); ++at_) {
        const char c = text[at_];
        if (c == '\'') {
            note(string_start_, "single quotes; in Python, print json.dumps(x) instead of x");
            close_string(text);
            return true;
        }
        if (c == '{' || c == '"' || c == '\n' || at_ - string_start_ > max_single_quoted) {
            return break_at(string_start_, "single quotes; strings stand in double quotes");
        }
    }
    return true;
}

void Automaton::pass_word(std::string_view text)
{
    while (at_ < text.size() && is_word(text[at_])) {
        ++at_;
    }
    if (at_ < text.size()) {
        state_ = State::next;
        after_string_ = false;
    }
}

/// CSI sequences (ECMA-48, 5.4) ending in a letter, such as colours.
bool Automaton::pass_terminal_escape(std::string_view text)
{
    const char c = text[at_];
    const bool is_inside = c == '[' || c == ';' || c == '?' || is_digit(c);
    if (!is_inside && !is_letter(c)) {
        return break_at(at_, "an unknown terminal escape sequence in the object");
    }
    ++at_;
    if (!is_inside) {
        state_ = after_escape_;
    }
    return true;
}

void Automaton::open_string(State state)
{
    string_start_ = at_++;
    state_ = state;
    has_escapes_ = false;
}

void Automaton::close_string(std::string_view text)
{
    const auto content = text.substr(string_start_ + 1, at_ - string_start_ - 1);
    string_end_ = at_++;
    state_ = is_key_ ? State::colon : State::next;
    after_string_ = true;
    if (is_key_) {
        want(content);
    }
}

/// Handles a key of the innermost object, as written.
void Automaton::want(std::string_view written)
{
    are_elements_next_ = false;
    const auto* const key = key_of(written);
    if (key == nullptr) {
        return; // the common case
    }
    if (key->finds == Key::Finds::elements) {
        are_elements_next_ = true;
        return;
    }
    const std::size_t above = key->finds == Key::Finds::grandparent ? 2 : 0;
    if (frames_.size() <= above) {
        return;
    }
    const auto frame = frames_.rbegin() + static_cast<std::ptrdiff_t>(above);
    const auto is_object = [](const Frame& open) { return open.is_object; };
    if (std::all_of(frames_.rbegin(), frame + 1, is_object) && !frame->is_forgotten) {
        frame->is_wanted = true;
        frame->is_casual = false;
    }
}

const Key* Automaton::key_of(std::string_view written) const
{
    if (written.empty()) {
        return nullptr;
    }
    const auto first = static_cast<unsigned char>(written.front());
    const bool may_be_key = has_escapes_ || (written.size() < 64 &&
                                             (sizes_by_first_[first] >> written.size() & 1U) != 0);
    if (!may_be_key) {
        return nullptr;
    }
    for (const auto index : by_first_[first]) {
        const auto& key = keys_[index];
        if (has_escapes_ ? spells(written, key.name) : written == key.name) {
            return &key;
        }
    }
    return nullptr;
}

} // namespace cb::parse
