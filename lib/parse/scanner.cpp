#include "parse/scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

/// Whether an object with members can start with '{' and this byte.
constexpr bool may_begin_object(char c)
{
    return c == '"' || c == '\'' || c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\x1b';
}

/// The position of the next '{' that may start an object; the size of `text` if there is none.
std::size_t next_candidate(std::string_view text, std::size_t from)
{
    for (;;) {
        const auto brace = text.find('{', from); // memchr
        if (brace == std::string_view::npos) {
            return text.size();
        }
        if (brace + 1 == text.size() || may_begin_object(text[brace + 1])) {
            return brace;
        }
        from = brace + 1;
    }
}

} // namespace

Scanner::Scanner(std::vector<Key> keys, ObjectSink& sink) : automaton_{std::move(keys)}, sink_{sink}
{}

void Scanner::feed(std::string_view chunk, Bytes max_object)
{
    if (carried_.empty()) {
        carried_ = chunk.substr(scan(chunk, max_object.count()));
    } else {
        carried_ += chunk;
        carried_.erase(0, scan(carried_, max_object.count()));
    }
}

void Scanner::feed_lines(std::uint64_t count, Bytes max_object)
{
    static constexpr auto lines = [] {
        std::array<char, 4096> all{};
        all.fill('\n');
        return all;
    }();
    while (count > 0) {
        const auto now = std::min<std::uint64_t>(count, lines.size());
        feed({lines.data(), static_cast<std::size_t>(now)}, max_object);
        count -= now;
    }
}

void Scanner::tidy()
{
    constexpr std::size_t worth_it = 65536;
    if (carried_.capacity() > worth_it && carried_.size() < carried_.capacity() / 4) {
        carried_.shrink_to_fit();
    }
}

void Scanner::finish()
{
    if (automaton_.is_open()) {
        const auto fault = automaton_.fault_of_end();
        report(carried_, 0, automaton_.open_wanted() ? &fault : nullptr);
        automaton_.stop();
    }
    carried_.clear();
}

/// Returns the start of the object that `text` does not complete, or its size.
std::size_t Scanner::scan(std::string_view text, std::size_t max_object)
{
    std::size_t at = 0;
    while (at < text.size()) {
        if (!automaton_.is_open()) {
            at = begin(text, at);
            if (!automaton_.is_open()) {
                break;
            }
        }
        const auto object = text.substr(at, std::max(max_object, automaton_.size()));
        const auto step = automaton_.run(object);
        if (step == Automaton::Step::more && object.size() < max_object) {
            break;
        }
        settle(step, text, at);
        at += automaton_.size();
        step == Automaton::Step::flush ? automaton_.forget() : automaton_.stop();
    }
    static_cast<void>(place_of(text, at));
    passed_ = 0;
    return at;
}

/// Starts the automaton at the next candidate from `at` on, and returns its position. If it starts
/// nothing, the text from there on must be scanned again with the next chunk.
std::size_t Scanner::begin(std::string_view text, std::size_t at)
{
    if (may_list_follow_) {
        at = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
        const auto rest = text.substr(at);
        if (rest.empty() || rest == "[") {
            return at;
        }
        may_list_follow_ = false;
        if (rest.starts_with("[[")) {
            automaton_.start_list();
            return at;
        }
    }
    at = next_candidate(text, at);
    if (at < text.size()) {
        automaton_.start();
    }
    return at;
}

/// Reports the object at `start`, which has ended.
void Scanner::settle(Automaton::Step step, std::string_view text, std::size_t start)
{
    if (step == Automaton::Step::more) {
        const Automaton::Fault fault{.at = 0, .reason = "the object is longer than may be"};
        report(text, start, &fault);
        return;
    }
    const bool is_rejected =
        step == Automaton::Step::broken && automaton_.open_wanted().has_value();
    report(text, start, is_rejected ? &automaton_.fault() : nullptr);
}

/// In text order, because the line counter only moves forward.
void Scanner::report(std::string_view text, std::size_t start, const Automaton::Fault* fault)
{
    auto objects = automaton_.wanted();
    std::sort(objects.begin(), objects.end(), [](const auto& a, const auto& b) {
        return a.start < b.start;
    });
    std::size_t used_to = 0;
    std::size_t may_show = max_shown * automaton_.size();
    for (const auto& object : objects) {
        const auto size = object.end - object.start;
        if (object.start < used_to) {
            continue; // nested in an object that was used
        }
        if (fault != nullptr && fault->at < object.start) {
            reject_syntax(text, start + fault->at, fault->reason);
            fault = nullptr;
        }
        if (size > may_show) {
            reject(text, start + object.start, "is nested too deep in others to be looked at");
            used_to = object.end;
            continue;
        }
        may_show -= size;
        const auto use = report(text, start, object);
        used_to = use == ObjectSink::Use::left ? used_to : object.end;
        may_list_follow_ =
            use == ObjectSink::Use::used_with_list && object.end == automaton_.size();
    }
    if (fault != nullptr) {
        reject_syntax(text, start + fault->at, fault->reason);
    }
}

ObjectSink::Use
Scanner::report(std::string_view text, std::size_t start, const Automaton::Wanted& object)
{
    if (object.fault) {
        reject_syntax(text, start + object.fault->at, object.fault->reason);
        return ObjectSink::Use::used;
    }
    const auto found = text.substr(start + object.start, object.end - object.start);
    const auto place = place_of(text, start + object.start);
    LineCounter end = lines_; // because nested objects may follow
    end.pass(found);
    return sink_.found({.text = found, .place = place, .last_line = end.here().line});
}

void Scanner::reject_syntax(std::string_view text, std::size_t at, std::string_view reason)
{
    reject(text, at, fmt::format("not valid JSON: {}", reason));
}

void Scanner::reject(std::string_view text, std::size_t at, std::string_view reason)
{
    const auto place = place_of(text, at);
    sink_.rejected(
        {.line = place.line, .column = place.column, .field = "", .reason = std::string{reason}});
}

/// \pre places do not decrease
Place Scanner::place_of(std::string_view text, std::size_t at)
{
    lines_.pass(text.substr(passed_, at - passed_));
    passed_ = at;
    return lines_.here();
}

} // namespace cb::parse
