#pragma once

#include <tl/expected.hpp>

#include <stdexcept>
#include <string>

namespace cb {

/// What a failure means to the caller of the program. Each has one exit code, the same in every
/// command (docs/exit-codes.md).
enum class Errc {
    usage,       ///< the command line is wrong
    bad_input,   ///< the input could not be understood
    unavailable, ///< a service (engine, database, network) is not there; try again
    system,      ///< the operating system refused: disk full, permission denied; try again
};

/// What every room throws. The message says what failed, where, and what to do about it.
class Error : public std::runtime_error {
public:
    Error(Errc code, const std::string& message) : std::runtime_error{message}, code_{code} {}
    [[nodiscard]] Errc code() const noexcept { return code_; }

private:
    Errc code_;
};

/// Thrown out of a wait when the user asked the program to stop (see stop.hpp).
class Interrupted : public std::runtime_error {
public:
    explicit Interrupted(int signal) : std::runtime_error{"interrupted"}, signal_{signal} {}
    [[nodiscard]] int signal() const noexcept { return signal_; }

private:
    int signal_;
};

/// The exit code of the program that ends with `code`.
[[nodiscard]] int exit_code(Errc code) noexcept;

/// Throws Error{Errc::system} that says `doing` and what errno means. Reads errno first.
[[noreturn]] void throw_errno(const std::string& doing);

/// The result of a parser: a value, or one line that says what is wrong with the text.
template <typename T> using Parsed = tl::expected<T, std::string>;

/// The value, or Error{`code`} whose message starts with `where`.
template <typename T>
[[nodiscard]] T value_or_throw(Parsed<T> parsed, Errc code, const std::string& where)
{
    if (!parsed) {
        throw Error{code, where + ": " + parsed.error()};
    }
    return std::move(*parsed);
}

} // namespace cb
