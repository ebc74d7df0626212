#pragma once

#include "git/handle.hpp"
#include "git/repository.hpp"

#include <memory>
#include <optional>
#include <string>

struct git_commit;
struct git_oid;
struct git_tree;

/// How this room gets at git's objects.
namespace cb::git {

struct FreeObject {
    void operator()(git_commit* raw) const noexcept;
    void operator()(git_tree* raw) const noexcept;
};
using CommitHandle = std::unique_ptr<git_commit, FreeObject>;
using TreeHandle = std::unique_ptr<git_tree, FreeObject>;

[[nodiscard]] CommitId to_commit_id(const git_oid& oid);
/// None when the id is not of this kind of repository: SHA-256 in a SHA-1 one.
[[nodiscard]] std::optional<git_oid> to_oid(const CommitId& id);

/// As check(), for reading what a commit needs. An object that is missing is the copy's fault and
/// not the commit's: Error{unavailable}.
void check_object(int code, const Repository& repository, const std::string& doing);

/// Throws Error{usage} when there is no such commit.
[[nodiscard]] CommitHandle lookup_commit(const Repository& repository, const CommitId& id);
/// The commit's top directory. Throws Error{usage} when there is no such commit, Error{unavailable}
/// when the directory is missing.
[[nodiscard]] TreeHandle lookup_tree(const Repository& repository, const CommitId& id);

/// The file's content. `what` names it in messages. Asks for the size first. Throws
/// Error{bad_input} when it is larger than `most`, Error{unavailable} when it is missing.
[[nodiscard]] std::string
read_blob(const Repository& repository, const git_oid& id, Bytes most, const std::string& what);

} // namespace cb::git
