#include "git/work_tree.hpp"

#include "base/file.hpp"
#include "base/subprocess.hpp"
#include "base/utf8.hpp"
#include "git/repository.hpp"

#include <fmt/format.h>

#include <system_error>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

/// Whether libgit2 could find a repository there or above. It takes 10 ms to start, because it
/// reads the system's certificates, and a run of an image is often started elsewhere.
bool may_be_in_repository(const fs::path& directory)
{
    std::error_code unknown;
    for (auto at = fs::canonical(directory, unknown); !unknown; at = at.parent_path()) {
        std::error_code absent;
        const bool is_bare = fs::exists(at / "HEAD", absent) && fs::exists(at / "objects", absent);
        if (is_bare || fs::exists(fs::symlink_status(at / ".git", absent))) {
            return true;
        }
        if (at == at.root_path()) {
            return false;
        }
    }
    return true;
}

std::optional<Repository> find_repository(const fs::path& directory)
{
    if (!may_be_in_repository(directory)) {
        return std::nullopt;
    }
    try {
        return Repository::open(directory);
    } catch (const Error&) {
        return std::nullopt;
    }
}

Source make_source(const Repository& repository)
{
    Source source;
    source.repo = repository.name();
    source.url = repository.path().native();
    const auto head = repository.head();
    source.branch = head.branch;
    if (head.commit) {
        const auto commit = repository.commit(*head.commit);
        source.commit = commit.id;
        source.parents = commit.parents;
        source.author = commit.author;
        source.authored_at = commit.authored_at;
        source.committed_at = commit.committed_at;
        source.subject = commit.subject;
        source.perf_expected = commit.perf_expected;
    }
    return source;
}

/// Why the work tree differs from its commit; nullopt if it does not. Asks the git program, because
/// libgit2 supports neither sparse checkouts nor the filters of a work tree.
std::optional<std::string> find_dirty_reason(const fs::path& work_tree)
{
    try {
        const auto status = run_to_end({.argv = {"git",
                                                 // Otherwise git would write the index.
                                                 "--no-optional-locks",
                                                 "-C",
                                                 work_tree.native(),
                                                 "status",
                                                 "--porcelain",
                                                 "--untracked-files=normal",
                                                 "--ignore-submodules=none"}});
        if (!status.ok()) {
            return fmt::format("git cannot determine whether it has uncommitted changes ({})",
                               printable(trimmed(status.err), 300));
        }
        const auto first = status.out.substr(0, status.out.find('\n'));
        return status.out.empty()
                   ? std::nullopt
                   : std::optional{fmt::format("it has uncommitted changes ({}{})",
                                               printable(first, 200),
                                               first.size() + 1 < status.out.size() ? ", …" : "")};
    } catch (const Error& error) {
        return fmt::format("git cannot determine whether it has uncommitted changes ({})",
                           error.what());
    }
}

bool is_another(const SourceNames& names, const Source& source)
{
    return (names.repo && names.repo != source.repo) ||
           (names.commit && names.commit != source.commit);
}

} // namespace

Source source_at(const fs::path& directory,
                 const SourceNames& names,
                 const std::string& fallback,
                 Log& log)
{
    Source source;
    if (!names.repo || !names.commit) {
        if (const auto repository = find_repository(directory)) {
            source = make_source(*repository);
        }
    }
    if (is_another(names, source)) {
        if (source.commit && !names.commit) {
            log.warning(fmt::format("{} is not the project of this work tree, {}: the results "
                                    "belong to no commit; --commit names one",
                                    names.repo.value_or(""),
                                    source.repo));
        }
        Source other;
        other.repo = source.repo;
        source = std::move(other);
    } else if (source.url) {
        if (const auto reason = find_dirty_reason(*source.url)) {
            source.dirty = true;
            log.warning(fmt::format("{} differs from its commit: {}; the job is marked \"dirty\"",
                                    *source.url,
                                    *reason));
        }
    }
    source.repo = names.repo.value_or(source.repo.empty() ? fallback : source.repo);
    source.commit = names.commit ? names.commit : source.commit;
    source.branch = names.branch ? names.branch : source.branch;
    return source;
}

} // namespace cb::git
