#pragma once

#include "option.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace cb::cmd {

/// A given option with its original texts: "" for an omitted value, "true" for a flag without a
/// value.
struct Given {
    const Option* option;
    std::vector<std::string> texts{};
    std::string origin{}; ///< what messages call it: "--shm", "CB_RUN_SHM", "run.shm"
};

/// What is wrong with one of the given options.
struct Misuse {
    std::size_t index = 0; ///< among the given options
    std::string message{}; ///< begins with its origin
};

/// Whether the given options decide about the option: it is among them, or one excludes the other.
[[nodiscard]] bool is_decided(const Option& option, const std::vector<Given>& given);

/// Adds those of `weaker` about which `given` does not decide.
void add_undecided(std::vector<Given>& given, const std::vector<Given>& weaker);

/// Applies the options to their bindings. Returns everything that is wrong with them; empty: they
/// are applied. An option that is turned off (CB_RUN_NO_WAIT=0) excludes nothing.
[[nodiscard]] std::vector<Misuse> apply(const std::vector<Given>& given);

} // namespace cb::cmd
