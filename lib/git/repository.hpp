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

/// What is checked out, or would be.
struct Head {
    std::optional<CommitId> commit;    ///< none: the branch has no commits yet
    std::optional<std::string> branch; ///< none: HEAD is detached
};

struct Branch {
    std::string name; ///< without "refs/heads/"
    CommitId tip;
};

/// What a commit says of itself. Texts are valid UTF-8, from the encoding that the commit names,
/// and at most 1 KiB long.
struct Commit {
    CommitId id;
    std::vector<CommitId> parents; ///< as the commit names them, also where a clone is cut off
    std::string author;            ///< "Name <mail>"
    std::optional<Time> authored_at, committed_at; ///< none outside 1970 to 9999
    std::string subject;                           ///< the first line of the message
};

/// A local repository, open for reading. Errors of all members: Error{bad_input} where the
/// repository is damaged, Error{unavailable} where it lacks an object that a commit needs,
/// Error{system} where the operating system refused.
class Repository {
public:
    /// Opens the work tree that `path` is in, or the bare repository that it is. Throws
    /// Error{usage} when there is none, Error{system} when it belongs to somebody else,
    /// Error{bad_input} when libgit2 cannot read its format.
    [[nodiscard]] static Repository open(const std::filesystem::path& path);
    /// Opens the repository that starts at `path` itself, as a bare one where its work tree is
    /// gone; none when there is none, or it cannot be opened.
    [[nodiscard]] static std::optional<Repository> open_at(const std::filesystem::path& path);
    /// The same for a git directory, whose work tree may be gone.
    [[nodiscard]] static std::optional<Repository>
    open_git_directory(const std::filesystem::path& path);
    /// Whether a repository starts at `path` itself. It may be one that open() refuses.
    [[nodiscard]] static bool is_at(const std::filesystem::path& path);

    /// The absolute path of the work tree, or of the bare repository.
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// The git directory that linked work trees share.
    [[nodiscard]] std::filesystem::path common_directory() const;
    /// "mirage/index" from the URL of the remote origin, else the directory's name. Never holds
    /// what the URL carries besides: user, password, token.
    [[nodiscard]] std::string name() const;

    [[nodiscard]] Head head() const;
    /// The local branches whose name matches `glob` (fnmatch(3); '*' matches '/' too), in the order
    /// of their names. The commits themselves are not read.
    [[nodiscard]] std::vector<Branch> branches(const std::string& glob) const;
    /// The same of remote-tracking branches, as "origin/main".
    [[nodiscard]] std::vector<Branch> remote_branches(const std::string& glob) const;
    /// The commit that a revision (gitrevisions(7)) means. Throws Error{usage} when there is none.
    [[nodiscard]] CommitId resolve(const std::string& revision) const;
    /// The branch that `revision` is the name of; HEAD stands for the branch that is checked out.
    [[nodiscard]] std::optional<std::string> branch_named(const std::string& revision) const;

    /// Throws Error{usage} when there is no such commit.
    [[nodiscard]] Commit commit(const CommitId& id) const;
    /// The object id of the commit's tree, in hexadecimal: equal trees have equal ids. Throws
    /// Error{usage} when there is no such commit.
    [[nodiscard]] std::string tree_id(const CommitId& id) const;
    /// The names in the commit's top directory, as bytes, in git's order.
    [[nodiscard]] std::vector<std::string> root_names(const CommitId& id) const;
    /// The file at `path` in the commit; none when there is no regular file. Throws
    /// Error{bad_input} when it is larger than `most`.
    [[nodiscard]] std::optional<std::string>
    read_file(const CommitId& id, const std::string& path, Bytes most) const;

    /// For the files of this room.
    [[nodiscard]] git_repository* raw() const noexcept { return raw_.get(); }

private:
    struct Close {
        void operator()(git_repository* raw) const noexcept;
    };
    explicit Repository(git_repository* raw);
    [[nodiscard]] std::vector<Branch> branches_below(const std::string& directory,
                                                     const std::string& glob) const;

    std::unique_ptr<git_repository, Close> raw_;
    std::filesystem::path path_;
};

} // namespace cb::git
