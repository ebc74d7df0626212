#pragma once

#include "git/repository.hpp"

#include <memory>
#include <string>
#include <vector>

struct git_pathspec;

namespace cb::git {

/// Patterns of paths, as `git log -- PATTERN` understands them: "docs" is a file or everything in a
/// directory, and '*' also matches '/', so that "*.md" matches at any depth.
class PathPatterns {
public:
    /// Throws Error{usage} if git cannot read a pattern.
    explicit PathPatterns(const std::vector<std::string>& patterns);

    /// Whether there is no pattern.
    [[nodiscard]] bool empty() const noexcept { return !compiled_; }
    /// False if there is no pattern.
    [[nodiscard]] bool matches(const std::string& path) const;

private:
    struct Free {
        void operator()(git_pathspec* raw) const noexcept;
    };
    std::unique_ptr<git_pathspec, Free> compiled_{};
};

/// Whether `to` differs from `from`, but only in paths that match. Reads directories, no files, and
/// ends at the first other path. Throws as Repository does.
[[nodiscard]] bool differ_only_in(const Repository& repository,
                                  const CommitId& from,
                                  const CommitId& to,
                                  const PathPatterns& patterns);

} // namespace cb::git
