#include "parse/automaton.hpp"

#include "parse/characters.hpp"

#include <algorithm>
#include <cassert>

namespace cb::parse {

namespace {

constexpr char escape = '\x1b';

} // namespace

Automaton::Automaton(std::vector<Key> keys) : keys_{std::move(keys)}
{
    assert(keys_.size() <= 256);
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        const auto& name = keys_[i].name;
        const auto first = static_cast<unsigned char>(name.front());
        assert(name.size() < 64);
        by_first_[first].push_back(static_cast<std::uint8_t>(i));
        sizes_by_first_[first] |= std::uint64_t{1} << name.size();
        by_first_['\\'].push_back(static_cast<std::uint8_t>(i));
    }
}

void Automaton::start()
{
    stop();
    at_ = 1;
    state_ = State::first_key;
    frames_.push_back({.start = 0, .is_object = true});
}

void Automaton::start_list()
{
    stop();
    at_ = 1;
    state_ = State::first_value;
    frames_.push_back({.start = 0, .is_object = false, .is_wanted = true});
}

void Automaton::stop()
{
    frames_.clear();
    wanted_.clear();
    line_ = {};
    passed_over_ = 0;
    is_escaped_ = false;
    after_string_ = false;
    are_elements_next_ = false;
    is_flush_due_ = false;
}

void Automaton::forget()
{
    for (auto& frame : frames_) {
        frame.start = 0;
        frame.is_forgotten = true;
        if (frame.fault) {
            frame.fault->at = 0;
        }
    }
    wanted_.clear();
    line_ = {};
    at_ = 0;
}

std::optional<std::size_t> Automaton::open_wanted() const
{
    const auto frame = std::find_if(frames_.begin(), frames_.end(), [](const Frame& open) {
        return open.is_wanted && !open.is_casual;
    });
    return frame == frames_.end() ? std::nullopt : std::optional{frame->start};
}

Automaton::Fault Automaton::fault_of_end() const
{
    for (const auto& frame : frames_) {
        if (frame.fault) {
            return *frame.fault;
        }
    }
    return {.at = open_wanted().value_or(0), .reason = "the object has no end"};
}

Automaton::Step Automaton::run(std::string_view text)
{
    while (at_ < text.size()) {
        if (!advance(text)) {
            return Step::broken;
        }
        if (frames_.empty()) {
            return Step::complete;
        }
        if (is_flush_due_) {
            is_flush_due_ = false;
            return Step::flush;
        }
    }
    return Step::more;
}

bool Automaton::advance(std::string_view text)
{
    switch (state_) {
    case State::string:
        pass_string(text);
        return true;
    case State::single_quoted:
        return pass_single_quoted(text);
    case State::word:
        pass_word(text);
        return true;
    case State::terminal_escape:
        return pass_terminal_escape(text);
    case State::strange_line:
        return pass_strange_line(text);
    default:
        break;
    }
    const char c = text[at_];
    if (is_blank(c)) {
        pass_blanks(text);
        return true;
    }
    if (c == escape) {
        note(at_++, "a terminal escape sequence (a colour?) in the object");
        after_escape_ = state_;
        state_ = State::terminal_escape;
        return true;
    }
    return accept(c, text);
}

bool Automaton::accept(char c, std::string_view text)
{
    bool accepted = false;
    switch (state_) {
    case State::first_key:
    case State::key:
        accepted = accept_key(c);
        break;
    case State::value:
    case State::first_value:
        if (frames_.size() == max_depth && (c == '{' || c == '[')) {
            return break_at(at_, "objects and lists are nested deeper than 1000");
        }
        accepted = accept_value(c);
        break;
    case State::next:
        accepted = accept_next(c);
        break;
    default:
        accepted = c == ':';
        if (accepted) {
            ++at_;
            state_ = State::value;
        }
    }
    return accepted || leave_line(text) || break_unexpected(text);
}

bool Automaton::accept_key(char c)
{
    if (c == '"' || c == '\'') {
        is_key_ = true;
        open_string(c == '"' ? State::string : State::single_quoted);
        return true;
    }
    if (c != '}') {
        return false;
    }
    if (state_ == State::key) {
        note(at_, "a comma before '}'");
    }
    return close();
}

bool Automaton::accept_value(char c)
{
    if (c == '"' || c == '\'') {
        is_key_ = false;
        open_string(c == '"' ? State::string : State::single_quoted);
        return true;
    }
    if (c == '{' || c == '[') {
        open(c);
        return true;
    }
    if (c == ']' && !frames_.back().is_object) {
        if (state_ == State::value) {
            note(at_, "a comma before ']'");
        }
        return close();
    }
    if (is_word(c)) {
        state_ = State::word;
        return true;
    }
    return false;
}

bool Automaton::accept_next(char c)
{
    if (c == ',') {
        ++at_;
        state_ = frames_.back().is_object ? State::key : State::value;
        return true;
    }
    return c == (frames_.back().is_object ? '}' : ']') && close();
}

void Automaton::open(char bracket)
{
    const bool is_object = bracket == '{';
    const bool is_casual = is_object && are_elements_next_;
    const bool is_element = is_object && frames_.back().has_elements;
    frames_.push_back({.start = at_++,
                       .is_object = is_object,
                       .is_wanted = is_element || is_casual,
                       .is_element = is_element,
                       .is_casual = is_casual,
                       .has_elements = !is_object && are_elements_next_});
    are_elements_next_ = false;
    state_ = is_object ? State::first_key : State::first_value;
}

bool Automaton::close()
{
    const Frame done = frames_.back();
    frames_.pop_back();
    ++at_;
    line_.min_depth = std::min(line_.min_depth, frames_.size());
    passed_over_ = done.is_wanted ? 0 : passed_over_;
    if (done.is_wanted && !(done.is_casual && done.fault)) {
        wanted_.push_back({.start = done.start, .end = at_, .fault = done.fault});
    }
    is_flush_due_ = done.is_element && at_ >= flush_after && !open_wanted();
    if (!frames_.empty() && !frames_.back().fault) {
        frames_.back().fault = done.fault;
    }
    state_ = State::next;
    after_string_ = false;
    return true;
}

void Automaton::note(std::size_t at, std::string_view reason)
{
    if (!frames_.back().fault) {
        frames_.back().fault = Fault{.at = at, .reason = reason};
    }
}

bool Automaton::break_at(std::size_t at, std::string_view reason)
{
    fault_ = {.at = at, .reason = reason};
    return false;
}

/// If a string is followed by something that cannot follow it, and ends in '{', its closing quote
/// was the opening quote of a new object, and its own opening quote was never closed. The new
/// object starts at that '{'. No other '{' in the string could start an object, because the string
/// contains no other quote.
bool Automaton::break_unexpected(std::string_view text)
{
    if (state_ == State::colon || (state_ == State::next && after_string_)) {
        const auto last = text.substr(0, string_end_).find_last_not_of(" \t\r\n");
        if (last > string_start_ && text[last] == '{') {
            at_ = last;
            return break_at(string_start_, "the string that starts here has no end");
        }
    }
    return break_at(at_, expected_here());
}

std::string_view Automaton::expected_here() const
{
    switch (state_) {
    case State::first_key:
    case State::key:
        return "a key in double quotes was expected here";
    case State::colon:
        return "':' was expected here";
    case State::next:
        return "',' or the closing bracket was expected here";
    default:
        return "a value was expected here";
    }
}

} // namespace cb::parse
