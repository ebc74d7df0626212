#pragma once

#include "git/handle.hpp"
#include "git/repository.hpp"

#include <memory>
#include <optional>
#include <string>

struct git_commit;
struct git_oid;
struct git_tree;

/// Access to git's objects within this module.
namespace cb::git {

struct FreeObject {
    void operator()(git_commit* raw) const noexcept;
    void operator()(git_tree* raw) const noexcept;
};
using CommitHandle = std::unique_ptr<git_commit, FreeObject>;
using TreeHandle = std::unique_ptr<git_tree, FreeObject>;

[[nodiscard]] CommitId to_commit_id(const git_oid& oid);
/// nullopt if the id does not fit this repository: SHA-256 in a SHA-1 repository.
[[nodiscard]] std::optional<git_oid> to_oid(const CommitId& id);

/// Like check(), for reading a commit's objects. A missing object is the clone's fault and not the
/// commit's: Error{unavailable}.
void check_object(int code, const Repository& repository, const std::string& doing);

/// Throws Error{usage} if the commit does not exist.
[[nodiscard]] CommitHandle lookup_commit(const Repository& repository, const CommitId& id);
/// The commit's top directory. Throws Error{usage} if the commit does not exist, Error{unavailable}
/// if the directory is missing.
[[nodiscard]] TreeHandle lookup_tree(const Repository& repository, const CommitId& id);

/// The file's content. Checks the size before reading. `what` names the file in messages. Throws
/// Error{bad_input} if it is larger than `most`, Error{unavailable} if it is missing.
[[nodiscard]] std::string
read_blob(const Repository& repository, const git_oid& id, Bytes most, const std::string& what);

} // namespace cb::git
