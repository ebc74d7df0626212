#pragma once

#include "manifest/sections.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

/// One configuration of a project file, after its options were checked against the tables of their
/// commands (docs/configuration.md). Paths in options are absolute.
struct ProjectConfiguration {
    Config config{};     ///< that of its jobs, with the options of later stages
    OptionTexts watch{}; ///< options of cb watch
    /// The options of each command as they are typed.
    std::map<std::string, std::vector<std::string>> words{};
};

struct ProjectFile {
    std::string path{};                ///< as given by the user
    std::filesystem::path directory{}; ///< absolute; `repository` is relative to it
    std::string repository{};
    std::optional<std::string> repo{};
    std::vector<ProjectConfiguration> configurations{};
    OptionTexts notify{};                    ///< options of cb notify
    std::vector<std::string> notify_words{}; ///< the same as they are typed
    /// Everything that is wrong, as "FILE:LINE:COLUMN: what"; if not empty, the rest is not
    /// complete.
    std::vector<std::string> faults{};
};

/// A file that cannot be read has that as its fault.
[[nodiscard]] ProjectFile read_project_file(const std::string& path);

} // namespace cb::cmd
