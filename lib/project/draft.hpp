#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cb::project {

/// A first project file for a work tree, for its operator to complete.
struct Draft {
    std::string name{};  ///< of the project, which is that of its files: "index"
    std::string found{}; ///< what the draft was made of
    bool has_command = true;
    std::string toml{};
    std::optional<std::string> dockerfile{}; ///< nullopt: the project has one
};

/// Looks at the work tree. Throws Error{usage} if it is no directory.
[[nodiscard]] Draft make_draft(const std::filesystem::path& tree);

enum class Overwrite { no, yes };

/// Writes NAME.toml and NAME.Dockerfile of each draft into the directory, which is made if absent.
/// Returns their paths. Throws Error{usage} if one exists and must not be overwritten; then none is
/// written. Throws Error{system}.
std::vector<std::filesystem::path> write_drafts(std::span<const Draft> drafts,
                                                const std::filesystem::path& directory,
                                                Overwrite overwrite);

} // namespace cb::project
