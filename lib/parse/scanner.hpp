#pragma once

#include "base/quantity.hpp"
#include "manifest/sections.hpp"
#include "parse/automaton.hpp"
#include "parse/place.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// A JSON object found in a text, or a list of lists that belongs to the previous object.
struct FoundObject {
    std::string_view text;       ///< from its '{' or '[' to its '}' or ']'; valid during the call
    Place place;                 ///< of its first byte
    std::uint64_t last_line = 1; ///< of its last byte
};

/// The receiver of a Scanner's findings.
class ObjectSink {
public:
    ObjectSink() = default;
    ObjectSink(const ObjectSink&) = delete;
    ObjectSink& operator=(const ObjectSink&) = delete;
    virtual ~ObjectSink() = default;

    /// What the sink does with an object.
    enum class Use {
        used,
        used_with_list, ///< used, and a list of lists directly after it belongs to it
        left,           ///< not used; nested objects are still found
    };

    [[nodiscard]] virtual Use found(const FoundObject& object) = 0;
    virtual void rejected(Rejected rejected) = 0;
};

/// Finds JSON objects by their keys, outermost first, anywhere in a text that arrives in pieces:
/// within a line, over several lines, in lists, in other objects, among arbitrary bytes. Text that
/// begins like such an object but is not one is rejected with its place and reason. docs/formats.md
/// has the rules.
///
/// Linear for any text; chunk boundaries do not affect the result. Keeps only an incomplete object,
/// and only a part of a list of elements (Key::Finds).
class Scanner {
public:
    static constexpr Bytes default_max_object{256U << 20U};
    /// The sink sees at most this many times an object's bytes, however objects are nested.
    static constexpr std::size_t max_shown = 8;

    /// Does not own `sink`, which must outlive the scanner.
    Scanner(std::vector<Key> keys, ObjectSink& sink);

    /// Rejects an object longer than `max_object`, so that at most that plus one chunk is kept.
    void feed(std::string_view chunk, Bytes max_object = default_max_object);
    /// Equivalent to feeding `count` empty lines.
    void feed_lines(std::uint64_t count, Bytes max_object = default_max_object);
    /// The number of bytes kept.
    [[nodiscard]] Bytes kept() const noexcept { return Bytes{carried_.size()}; }
    /// Frees unused memory. Amortized constant time per byte fed.
    void tidy();
    /// Ends the text; an open object is incomplete.
    void finish();

private:
    [[nodiscard]] std::size_t scan(std::string_view text, std::size_t max_object);
    [[nodiscard]] std::size_t begin(std::string_view text, std::size_t at);
    void settle(Automaton::Step step, std::string_view text, std::size_t start);
    void report(std::string_view text, std::size_t start, const Automaton::Fault* fault);
    [[nodiscard]] ObjectSink::Use
    report(std::string_view text, std::size_t start, const Automaton::Wanted& object);
    void reject_syntax(std::string_view text, std::size_t at, std::string_view reason);
    void reject(std::string_view text, std::size_t at, std::string_view reason);
    Place place_of(std::string_view text, std::size_t at);

    Automaton automaton_;
    ObjectSink& sink_;
    std::string carried_{}; ///< the incomplete object
    LineCounter lines_{};
    bool may_list_follow_ = false; ///< the previous object was Use::used_with_list
    std::size_t passed_ = 0;       ///< how much of the current text lines_ has counted
};

} // namespace cb::parse
