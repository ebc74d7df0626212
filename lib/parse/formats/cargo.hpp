#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What cargo prints around the programs that it runs.
namespace cb::parse {

/// "fib" for "     Running benches/fib.rs (target/release/deps/fib-1f0c9ad5e7b3a2f4)": the program
/// that cargo runs next, "default" if it is not named; nullopt for any other line.
[[nodiscard]] std::optional<std::string> running_program(std::string_view line);

} // namespace cb::parse
