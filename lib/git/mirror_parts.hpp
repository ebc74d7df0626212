#pragma once

#include "git/mirror.hpp"
#include "git/repository.hpp"

#include <set>
#include <string>
#include <utility>

namespace cb::git {

/// Whether addresses that only this commit names may be fetched.
enum class NewSources { refuse, fetch };

/// What a commit of a mirror needs besides the objects of its repository: its submodules, each a
/// mirror below modules/ of the mirror, where an export finds them (find_submodule()), and the
/// objects of git-lfs, which the program git-lfs fetches.
///
/// A commit has at most 1000 parts, nested ones included, and each is looked at once: a hostile
/// repository may be its own submodule many times over. Nothing is asked of a server if all of that
/// is there. What cannot be fetched is one warning: the
/// build says what it misses.
class MirrorParts {
public:
    /// \pre `log` outlives this object
    MirrorParts(Mirror mirror, FetchSettings settings, Log& log)
        : mirror_{std::move(mirror)}, settings_{std::move(settings)}, log_{log}
    {}

    /// Fetches what the commit needs. Throws Interrupted, and Error{system} if git cannot be
    /// started.
    void fetch(const CommitId& commit, NewSources sources);

private:
    void fetch_for(const Mirror& mirror, const CommitId& commit, NewSources sources, int depth);
    void fetch_submodule(const Mirror& mirror, const CommitId& commit, NewSources sources);
    void fetch_lfs_objects(const Mirror& mirror, const CommitId& commit);
    void warn_once(const std::string& what);

    Mirror mirror_;
    FetchSettings settings_;
    Log& log_;
    std::set<std::string> warned_{};
    /// Paths of mirrors, with the commits of them that the current fetch() has looked at.
    std::set<std::pair<std::string, std::string>> seen_{};
};

} // namespace cb::git
