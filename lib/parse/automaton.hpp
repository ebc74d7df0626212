#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// A key that identifies objects.
struct Key {
    /// Which object is wanted: the one with the key; the one two levels above it, if both levels
    /// between are objects; or the key's value: that object, or the objects in that list.
    enum class Finds : std::uint8_t { own, grandparent, elements };

    // NOLINTNEXTLINE(google-explicit-constructor): a plain name is the common case
    Key(const char* key_name, Finds what = Finds::own) : name{key_name}, finds{what} {}

    std::string name; ///< ASCII
    Finds finds;
};

/// Parses one JSON object incrementally, in one pass with an explicit stack, and records which
/// objects in it are wanted for one of the keys.
///
/// It does not use json/scan.hpp, because its text arrives in pieces that may end anywhere, even
/// after a backslash. It also skips strings eight bytes at a time, which makes it read noisy logs
/// at hundreds of megabytes per second.
///
/// It knows where objects, strings and values begin and end (RFC 8259), and tolerates errors that
/// do not move those places: a string may contain any byte, a value may be any word (NaN, 01).
/// Common deviations from JSON that do not move them either (trailing commas, single quotes,
/// colours, unknown escapes) are recorded as a fault of the enclosing objects. So is a line of
/// another program between the lines of the object.
///
/// All offsets count from the '{' of the outermost object.
class Automaton {
public:
    enum class Step {
        complete, ///< the outermost object ends before size()
        broken,   ///< not a JSON object; fault() gives the reason, parsing resumes at size()
        flush,    ///< enough complete elements to process before the object ends
        more,     ///< the text ended within the object
    };
    struct Fault {
        std::size_t at = 0;
        std::string_view reason{}; ///< a literal
    };
    /// A complete object that is wanted.
    struct Wanted {
        std::size_t start = 0;
        std::size_t end = 0;
        std::optional<Fault> fault{};
    };

    /// Deeper nesting counts as broken; later readers have a limit of 1024.
    static constexpr std::size_t max_depth = 1000;
    /// Keeps this many bytes of elements (Key::Finds::elements) until the enclosing object ends,
    /// because a later key may want the whole object.
    static constexpr std::size_t flush_after = 1U << 20U;
    /// Skips at most this many bytes of foreign lines; reset by each complete wanted object.
    static constexpr std::size_t max_passed_over = 64U << 10U;

    explicit Automaton(std::vector<Key> keys);

    /// Begins an object whose '{' is the first byte of the text.
    void start();
    /// Begins a wanted list, whose '[' is the first byte. The rules for objects apply to it, too.
    void start_list();
    /// Continues to the end of `text`, which starts with the text of all earlier calls. Constant
    /// time per byte. \pre is_open()
    [[nodiscard]] Step run(std::string_view text);
    /// Forgets what it has read, after Step::flush. The next text begins at the current size().
    /// Objects that are still open can no longer be wanted themselves.
    void forget();
    /// Discards the object.
    void stop();

    [[nodiscard]] bool is_open() const noexcept { return !frames_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return at_; }
    /// Complete wanted objects in the order of their ends, so inner objects precede outer ones.
    /// Includes those in a broken object.
    [[nodiscard]] const std::vector<Wanted>& wanted() const noexcept { return wanted_; }
    [[nodiscard]] const Fault& fault() const noexcept { return fault_; }
    /// The start of the outermost wanted object that is still open.
    [[nodiscard]] std::optional<std::size_t> open_wanted() const;
    /// The fault of the open objects if the text ends here.
    [[nodiscard]] Fault fault_of_end() const;

private:
    enum class State : std::uint8_t {
        first_key, ///< after '{'
        key,       ///< after ',' in an object
        colon,
        value,
        first_value, ///< after '['
        next,        ///< after a value
        string,
        single_quoted,
        word,
        terminal_escape,
        strange_line,
    };
    struct Frame {
        std::size_t start = 0;
        bool is_object = true;
        bool is_wanted = false;
        bool is_element = false;   ///< wanted as an element of a list
        bool is_casual = false;    ///< wanted as the value of a key that any object may have
        bool has_elements = false; ///< a list whose objects are all wanted
        bool is_forgotten = false; ///< its start was discarded
        std::optional<Fault> fault{};
    };
    /// The start of a line between two tokens, to return to if the line is foreign.
    struct LineStart {
        std::size_t at = 0;
        std::size_t depth = 0; ///< the size of frames_ there; 0: no such line
        std::size_t min_depth = 0;
        State state{};
        bool are_elements_next = false;
    };

    [[nodiscard]] bool advance(std::string_view text);
    [[nodiscard]] bool accept(char c, std::string_view text);
    [[nodiscard]] bool accept_key(char c);
    [[nodiscard]] bool accept_value(char c);
    [[nodiscard]] bool accept_next(char c);
    void pass_blanks(std::string_view text);
    void pass_string(std::string_view text);
    [[nodiscard]] bool pass_single_quoted(std::string_view text);
    void pass_word(std::string_view text);
    [[nodiscard]] bool pass_terminal_escape(std::string_view text);
    void open_string(State state);
    void close_string(std::string_view text);
    void open(char bracket);
    void want(std::string_view written);
    [[nodiscard]] const Key* key_of(std::string_view written) const;
    [[nodiscard]] bool close();
    void note(std::size_t at, std::string_view reason);
    bool break_at(std::size_t at, std::string_view reason);
    bool break_unexpected(std::string_view text);
    [[nodiscard]] std::string_view expected_here() const;
    void begin_line();
    [[nodiscard]] bool leave_line(std::string_view text);
    [[nodiscard]] bool pass_strange_line(std::string_view text);

    std::vector<Key> keys_;
    /// indexes of keys_, by first byte as written
    std::array<std::vector<std::uint8_t>, 256> by_first_{};
    std::array<std::uint64_t, 256> sizes_by_first_{}; ///< one bit per size of those keys
    std::vector<Frame> frames_{};
    std::vector<Wanted> wanted_{};
    Fault fault_{};
    LineStart line_{};
    std::size_t passed_over_ = 0;
    std::size_t at_ = 0;
    std::size_t string_start_ = 0; ///< the opening quote of the last string
    std::size_t string_end_ = 0;   ///< its closing quote
    State state_{};
    State after_escape_{};           ///< the state interrupted by a terminal escape sequence
    bool is_key_ = false;            ///< the string is a key
    bool is_escaped_ = false;        ///< the previous byte was a backslash in a string
    bool has_escapes_ = false;       ///< the string contains backslashes
    bool after_string_ = false;      ///< the previous value was a string
    bool are_elements_next_ = false; ///< the previous key was one whose elements are wanted
    bool is_flush_due_ = false;
};

} // namespace cb::parse
