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

/// A JSON object that was found in a text, or a list of lists that belongs to the object before.
struct FoundObject {
    std::string_view text;       ///< from its '{' or '[' to its '}' or ']'; valid during the call
    Place place;                 ///< of its first byte
    std::uint64_t last_line = 1; ///< of its last byte
};

/// Where a Scanner puts what it finds.
class ObjectSink {
public:
    ObjectSink() = default;
    ObjectSink(const ObjectSink&) = delete;
    ObjectSink& operator=(const ObjectSink&) = delete;
    virtual ~ObjectSink() = default;

    /// What becomes of an object.
    enum class Use {
        used,
        used_with_list, ///< and a list of lists right behind it, if there is one, belongs to it
        left,           ///< those inside of it are found, too
    };

    [[nodiscard]] virtual Use found(const FoundObject& object) = 0;
    virtual void rejected(Rejected rejected) = 0;
};

/// Finds the JSON objects that one of the keys wants, the outermost first, anywhere in a text that
/// comes in pieces: in the middle of a line, over several lines, in lists, in other objects, among
/// any bytes. What began as such an object and is none is rejected with the place and the reason.
/// docs/formats.md has the rules.
///
/// Linear in the text, whatever it holds; how the text is cut into pieces changes nothing. Keeps
/// only an object that is not complete yet, and of a list of elements (Key::Finds) only a part.
class Scanner {
public:
    static constexpr Bytes default_most{256U << 20U};
    /// Of an object the sink is shown so many times its bytes at most, whatever is nested in it.
    static constexpr std::size_t most_shown = 8;

    /// `sink` stays the caller's and outlives the scanner.
    Scanner(std::vector<Key> keys, ObjectSink& sink);

    /// A longer object than `most` is rejected, so that no more than that and one piece is kept.
    void feed(std::string_view chunk, Bytes most = default_most);
    /// As a text of so many empty lines.
    void feed_lines(std::uint64_t count, Bytes most = default_most);
    /// How much is kept.
    [[nodiscard]] Bytes kept() const noexcept { return Bytes{carried_.size()}; }
    /// Frees memory that what is kept does not need. Amortized constant time a byte fed.
    void tidy();
    /// The end of the text: what is open is not complete.
    void finish();

private:
    [[nodiscard]] std::size_t scan(std::string_view text, std::size_t most);
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
    std::string carried_{}; ///< the open object, as far as it came
    LineCounter lines_{};
    bool may_list_follow_ = false; ///< the object before was Use::used_with_list
    std::size_t passed_ = 0;       ///< how much of the text at hand lines_ has passed
};

} // namespace cb::parse
