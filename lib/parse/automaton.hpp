#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// A key by which objects are found.
struct Key {
    /// Which object is wanted: the one that has the key; the one two levels above it, when both
    /// between are objects; the ones in the list that is the key's value, or the object that is it.
    enum class Finds : std::uint8_t { own, grandparent, elements };

    // NOLINTNEXTLINE(google-explicit-constructor): a plain name is the ordinary case
    Key(const char* key_name, Finds what = Finds::own) : name{key_name}, finds{what} {}

    std::string name; ///< ASCII
    Finds finds;
};

/// Reads one JSON object as it comes, in one pass with an explicit stack, and remembers which of
/// the objects in it are wanted for one of the keys.
///
/// It does not use json/scan.hpp: its text comes in pieces that end anywhere, behind a backslash
/// too, and it passes over strings eight bytes at a time, which is what reads noisy logs at
/// hundreds of megabytes a second.
///
/// It knows where objects, strings and values begin and end (RFC 8259), and is tolerant where that
/// does not move those places: a string may hold any byte, a value may be any word (NaN, 01). What
/// people print instead of JSON without moving them either (trailing commas, single quotes,
/// colours, unknown escapes) is a fault that the objects around it carry. So is a line that another
/// program printed between those of the object.
///
/// All offsets count from the '{' of the outermost object.
class Automaton {
public:
    enum class Step {
        complete, ///< the outermost object ends before size()
        broken,   ///< no JSON object; fault() says why, size() is where to go on
        flush,    ///< elements are complete and long enough to be taken before the object ends
        more,     ///< the text ended inside the object
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

    /// Deeper nesting is broken; what reads the objects later has a limit of 1024.
    static constexpr std::size_t most_depth = 1000;
    /// So many bytes of elements (Key::Finds::elements) are kept until the object around them ends,
    /// because a key that comes later may want all of it.
    static constexpr std::size_t flush_after = 1U << 20U;
    /// So many bytes of strange lines are passed over; reset by each complete wanted object.
    static constexpr std::size_t most_passed_over = 64U << 10U;

    explicit Automaton(std::vector<Key> keys);

    /// Begins an object whose '{' is the first byte of the text.
    void start();
    /// Begins a list whose '[' is, and which is wanted. What is said of objects holds for it, too.
    void start_list();
    /// Goes on to the end of `text`, which begins with all that earlier calls were given. Constant
    /// time a byte. \pre is_open()
    [[nodiscard]] Step run(std::string_view text);
    /// Forgets what it has read, after Step::flush: the text that it is given next begins at size()
    /// of now. The objects that are still open can no longer be wanted themselves.
    void forget();
    /// Forgets the object.
    void stop();

    [[nodiscard]] bool is_open() const noexcept { return !frames_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return at_; }
    /// Complete wanted objects in the order of their ends, so that those inside others come before
    /// them; also those in a broken object.
    [[nodiscard]] const std::vector<Wanted>& wanted() const noexcept { return wanted_; }
    [[nodiscard]] const Fault& fault() const noexcept { return fault_; }
    /// Where the outermost wanted object starts that has no end yet.
    [[nodiscard]] std::optional<std::size_t> open_wanted() const;
    /// What is wrong with the open objects if nothing follows.
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
        bool is_element = false;   ///< wanted as one of a list's
        bool is_casual = false;    ///< wanted as the value of a key that any object may have
        bool has_elements = false; ///< a list, each of whose objects is wanted
        bool is_forgotten = false; ///< its start is gone
        std::optional<Fault> fault{};
    };
    /// Where a line begins between two tokens, to go back to if the line is not of the object.
    struct LineStart {
        std::size_t at = 0;
        std::size_t depth = 0; ///< of frames_ there; 0: no such line
        std::size_t least_depth = 0;
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
    std::array<std::vector<std::uint8_t>, 256> by_first_{}; ///< of keys_, by the byte as written
    std::array<std::uint64_t, 256> sizes_by_first_{};       ///< a bit for each size of those keys
    std::vector<Frame> frames_{};
    std::vector<Wanted> wanted_{};
    Fault fault_{};
    LineStart line_{};
    std::size_t passed_over_ = 0;
    std::size_t at_ = 0;
    std::size_t string_start_ = 0; ///< the opening quote of the string that was read last
    std::size_t string_end_ = 0;   ///< its closing quote
    State state_{};
    State after_escape_{};           ///< where a terminal escape sequence interrupted
    bool is_key_ = false;            ///< the string is a key
    bool is_escaped_ = false;        ///< the byte before was a backslash in a string
    bool has_escapes_ = false;       ///< the string has backslashes
    bool after_string_ = false;      ///< the value before was a string
    bool are_elements_next_ = false; ///< the key before was one whose elements are wanted
    bool is_flush_due_ = false;
};

} // namespace cb::parse
