#pragma once

#include "base/text_style.hpp"
#include "verdict/changes.hpp"

#include <string>

/// The changes for people. Texts from a repository or a benchmark are safe for a terminal.
namespace cb::verdict {

/// One line per commit, "1f2e3d4  2026-01-31  Merge in one pass  (A. Author)", and below it a line
/// per change, the largest effect first. The newest commit comes first.
[[nodiscard]] std::string to_text(const RepositoryChanges& changes, Color color);

/// The lines of the changes of one alert.
[[nodiscard]] std::string
to_text(const RepositoryChanges& changes, const Alert& alert, Color color = Color::off);

/// "1f2e3d4 Merge in one pass: 2 regressions, 1 improvement".
[[nodiscard]] std::string summarize(const RepositoryChanges& changes, const Alert& alert);

[[nodiscard]] Hue hue_of(Meaning meaning);

/// The first digits of a commit's name: as many as distinguish the commits, at least 7.
[[nodiscard]] std::size_t short_length(std::span<const store::CommitInfo> commits);

} // namespace cb::verdict
