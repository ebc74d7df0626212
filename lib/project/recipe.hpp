#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cb::project {

/// How a work tree is probably built and benchmarked.
struct Recipe {
    std::string found{};                 ///< what says so: "a Makefile with the target bench"
    std::string prepare{};               ///< shell command that builds; may be empty
    std::vector<std::string> command{};  ///< the benchmark; empty: it was not found
    std::vector<std::string> results{};  ///< files that the command writes
    std::string base{};                  ///< image to build in
    std::vector<std::string> packages{}; ///< of Debian, to build
};

/// Looks at the files of a work tree. Never fails: what cannot be read is not there.
[[nodiscard]] Recipe find_recipe(const std::filesystem::path& tree);

} // namespace cb::project
