#pragma once

#include "option.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Helpers for the completions of all shells.
namespace cb::cmd {

/// What a shell suggests for a value.
enum class Proposal { absent, anything, words, files, directories };

/// What completes the value of the option: "a|b" if it is one of a few words, otherwise its name.
[[nodiscard]] std::string proposed_value(const Option& option);

/// For an option.
[[nodiscard]] Proposal proposal_for(const Option& option);

/// For a value with that name: "FILE", "DIR", "REPO...", "a|b".
[[nodiscard]] Proposal proposal_for(std::string_view value);

/// The alternatives in "a|b".
[[nodiscard]] std::vector<std::string> split_words(std::string_view value);

/// Single-quoted, for bash and zsh.
[[nodiscard]] std::string quote(std::string_view text);

} // namespace cb::cmd
