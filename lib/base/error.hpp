#pragma once

#include <tl/expected.hpp>

#include <stdexcept>
#include <string>

namespace cb {

/// The meaning of a failure for the caller of the program. Each value has one exit code, the same
/// in every command (docs/exit-codes.md).
enum class Errc {
    usage,       ///< the command line is wrong
    bad_input,   ///< the input could not be parsed
    unavailable, ///< a service (engine, database, network) is not available; try again
    /// The operating system reported an error: disk full, permission denied; try again.
    system,
};

/// Thrown by all modules. The message says what failed, where, and what to do about it.
class Error : public std::runtime_error {
public:
    Error(Errc code, const std::string& message) : std::runtime_error{message}, code_{code} {}
    [[nodiscard]] Errc code() const noexcept { return code_; }

private:
    Errc code_;
};

/// Thrown from a wait if the user asked the program to stop (see stop.hpp).
class Interrupted : public std::runtime_error {
public:
    explicit Interrupted(int signal) : std::runtime_error{"interrupted"}, signal_{signal} {}
    [[nodiscard]] int signal() const noexcept { return signal_; }

private:
    int signal_;
};

/// The program's exit code for an error with this `code`.
[[nodiscard]] int exit_code(Errc code) noexcept;

/// Throws Error{Errc::system} with the message "`doing`: " and the text of errno. Must be called
/// before errno changes.
[[noreturn]] void throw_errno(const std::string& doing);

/// The result of a parser: a value, or one line that describes the error in the text.
template <typename T> using Parsed = tl::expected<T, std::string>;

/// Returns the value, or throws Error{`code`} whose message starts with `where`.
template <typename T>
[[nodiscard]] T value_or_throw(Parsed<T> parsed, Errc code, const std::string& where)
{
    if (!parsed) {
        throw Error{code, where + ": " + parsed.error()};
    }
    return std::move(*parsed);
}

} // namespace cb
