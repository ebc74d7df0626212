#pragma once

#include "option.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What the completions of all shells share.
namespace cb::cmd {

/// What a shell proposes for a value.
enum class Proposal { absent, anything, words, files, directories };

/// For an option.
[[nodiscard]] Proposal proposal_for(const Option& option);

/// For a value of that name: "FILE", "DIR", "REPO...", "a|b".
[[nodiscard]] Proposal proposal_for(std::string_view value);

/// The parts of "a|b".
[[nodiscard]] std::vector<std::string> split_words(std::string_view value);

/// In single quotes, for bash and zsh.
[[nodiscard]] std::string quote(std::string_view text);

} // namespace cb::cmd
