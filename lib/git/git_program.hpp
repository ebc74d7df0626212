#pragma once

#include "base/subprocess.hpp"
#include "git/mirror.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// The program git, which fetches what libgit2 cannot.
namespace cb::git {

/// Runs git on the repository without any terminal: it must not wait for a person.
[[nodiscard]] Completed run_git(const std::filesystem::path& repository,
                                const std::vector<std::string>& words,
                                const FetchSettings& settings);

/// What precedes a command that talks to the remote.
[[nodiscard]] std::vector<std::string> access_words(const std::filesystem::path& repository,
                                                    const FetchSettings& settings);

/// The first line of git's standard error that says why it failed, with the next one if it goes on
/// there: other lines are progress and advice.
[[nodiscard]] std::string reason_of(const std::string& err);

/// Throws Error{system} if git failed.
void require_git(const Completed& done, const std::filesystem::path& repository);

} // namespace cb::git
