#pragma once

#include "git/handle.hpp"
#include "git/repository.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct git_commit;
struct git_odb_object;
struct git_oid;
struct git_tree;

/// Access to git's objects within this module.
namespace cb::git {

struct FreeObject {
    void operator()(git_commit* raw) const noexcept;
    void operator()(git_tree* raw) const noexcept;
    void operator()(git_odb_object* raw) const noexcept;
};
using CommitHandle = std::unique_ptr<git_commit, FreeObject>;
using ObjectHandle = std::unique_ptr<git_odb_object, FreeObject>;
using TreeHandle = std::unique_ptr<git_tree, FreeObject>;

[[nodiscard]] CommitId to_commit_id(const git_oid& oid);
/// nullopt if the id does not fit this repository: SHA-256 in a SHA-1 repository.
[[nodiscard]] std::optional<git_oid> to_oid(const CommitId& id);

/// Like check(), for reading a commit's objects. A missing object is the clone's fault and not the
/// commit's: Error{unavailable}.
void check_object(int code, const Repository& repository, const std::string& doing);

/// The bytes of the object. Valid as long as the handle.
[[nodiscard]] std::string_view content_of(const ObjectHandle& object);
/// Removes the next line from `text` and returns it without its newline.
[[nodiscard]] std::string_view take_line(std::string_view& text);
/// The time in "Name <mail> 1700000000 +0100" in seconds since 1970; like in git, 0 if absent.
[[nodiscard]] std::int64_t parse_time(std::string_view line);

/// The object of a commit as git stores it. Copies nothing, unlike lookup_commit(). Throws
/// Error{usage} if the commit does not exist.
[[nodiscard]] ObjectHandle read_commit(const Repository& repository, const CommitId& id);
/// Throws Error{usage} if the commit does not exist.
[[nodiscard]] CommitHandle lookup_commit(const Repository& repository, const CommitId& id);
/// The commit's top directory. Throws Error{usage} if the commit does not exist, Error{unavailable}
/// if the directory is missing.
[[nodiscard]] TreeHandle lookup_tree(const Repository& repository, const CommitId& id);

/// The file's content. Checks the size before reading. `what` names the file in messages. Throws
/// Error{bad_input} if it is larger than `max_size`, Error{unavailable} if it is missing.
[[nodiscard]] std::string
read_blob(const Repository& repository, const git_oid& id, Bytes max_size, const std::string& what);

} // namespace cb::git
