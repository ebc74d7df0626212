#pragma once

#include "base/ids.hpp"
#include "base/quantity.hpp"
#include "base/time.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct git_repository;

namespace cb::git {

/// The branch or commit that is checked out, or would be.
struct Head {
    std::optional<CommitId> commit;    ///< nullopt: the branch has no commits yet
    std::optional<std::string> branch; ///< nullopt: HEAD is detached
};

struct Branch {
    std::string name; ///< without "refs/heads/"
    CommitId tip;
};

struct BranchList {
    std::vector<Branch> found{};       ///< sorted by name
    std::vector<std::string> broken{}; ///< names of references to no commit, which are damaged
};

struct Tag {
    std::string name; ///< without "refs/tags/"
    CommitId commit;
};

/// A commit's metadata. Texts are valid UTF-8, converted from the commit's encoding, and at most 1
/// KiB long.
struct Commit {
    CommitId id;
    std::vector<CommitId> parents; ///< as named by the commit, even if a shallow clone lacks them
    std::string author;            ///< "Name <mail>"
    std::optional<Time> authored_at, committed_at; ///< nullopt outside 1970 to 9999
    std::string subject;                           ///< the first line of the message
    /// The values of the trailers "Perf-expected:", at most 16.
    std::vector<std::string> perf_expected;
};

/// A local repository, open for reading. Errors of all members: Error{bad_input} if the repository
/// is damaged, Error{unavailable} if it lacks an object that a commit needs, Error{system} if the
/// operating system reports an error.
class Repository {
public:
    /// Opens the work tree that contains `path`, or the bare repository at `path`. Throws
    /// Error{usage} if there is none, Error{system} if it belongs to another user, Error{bad_input}
    /// if libgit2 cannot read its format.
    [[nodiscard]] static Repository open(const std::filesystem::path& path);
    /// Opens the repository at `path` itself, as a bare one if its work tree is gone; nullopt if
    /// there is none or it cannot be opened.
    [[nodiscard]] static std::optional<Repository> open_at(const std::filesystem::path& path);
    /// The same for a git directory, whose work tree may be gone.
    [[nodiscard]] static std::optional<Repository>
    open_git_directory(const std::filesystem::path& path);
    /// Whether there is a repository at `path` itself, even one that open() rejects.
    [[nodiscard]] static bool is_at(const std::filesystem::path& path);

    /// The absolute path of the work tree, or of the bare repository.
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// The git directory that linked work trees share.
    [[nodiscard]] std::filesystem::path common_directory() const;
    /// "mirage/index" from the URL of the remote origin, or else the directory's name. Never
    /// contains the other parts of the URL: user, password, token.
    [[nodiscard]] std::string name() const;

    [[nodiscard]] Head head() const;
    /// The local branches whose name matches `glob` (fnmatch(3); '*' also matches '/'), sorted by
    /// name. Does not read the commits.
    [[nodiscard]] std::vector<Branch> branches(const std::string& glob) const;
    /// The same, and those that git warns of: damaged files, loops, commits that are absent.
    [[nodiscard]] BranchList list_branches(const std::string& glob) const;
    /// The same for remote-tracking branches, such as "origin/main".
    [[nodiscard]] std::vector<Branch> remote_branches(const std::string& glob) const;
    /// The tags whose name matches `glob`, like branches(), with the commits that they name in the
    /// end; a tag of something else is passed over.
    [[nodiscard]] std::vector<Tag> tags(const std::string& glob) const;
    /// The commit that a revision denotes (gitrevisions(7)). Throws Error{usage} if there is none.
    [[nodiscard]] CommitId resolve(const std::string& revision) const;
    /// The branch with the name `revision`; for HEAD, the branch that is checked out.
    [[nodiscard]] std::optional<std::string> branch_named(const std::string& revision) const;

    /// Whether the repository has the commit.
    [[nodiscard]] bool has_commit(const CommitId& id) const;
    /// Throws Error{usage} if the commit does not exist.
    [[nodiscard]] Commit commit(const CommitId& id) const;
    /// The object id of the commit's tree, in hexadecimal: equal trees have equal ids. Throws
    /// Error{usage} if the commit does not exist.
    [[nodiscard]] std::string tree_id(const CommitId& id) const;
    /// The names in the commit's top directory, as bytes, in git's order.
    [[nodiscard]] std::vector<std::string> root_names(const CommitId& id) const;
    /// The file at `path` in the commit; nullopt if it is not a regular file. Throws
    /// Error{bad_input} if it is larger than `max_size`.
    [[nodiscard]] std::optional<std::string>
    read_file(const CommitId& id, const std::string& path, Bytes max_size) const;

    /// For the files of this module.
    [[nodiscard]] git_repository* raw() const noexcept { return raw_.get(); }

private:
    struct Close {
        void operator()(git_repository* raw) const noexcept;
    };
    explicit Repository(git_repository* raw);
    [[nodiscard]] BranchList branches_below(const std::string& directory,
                                            const std::string& glob) const;

    std::unique_ptr<git_repository, Close> raw_;
    std::filesystem::path path_;
};

/// "mirage/index" from the URL of a remote; nullopt if it has no such part.
[[nodiscard]] std::optional<std::string> name_of_url(std::string_view url);

} // namespace cb::git
