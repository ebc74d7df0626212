#include "git/objects.hpp"

#include "git/partial.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace cb::git {

void FreeObject::operator()(git_commit* raw) const noexcept
{
    git_commit_free(raw);
}
void FreeObject::operator()(git_tree* raw) const noexcept
{
    git_tree_free(raw);
}

void FreeObject::operator()(git_odb_object* raw) const noexcept
{
    git_odb_object_free(raw);
}

std::string_view content_of(const ObjectHandle& object)
{
    return {static_cast<const char*>(git_odb_object_data(object.get())),
            git_odb_object_size(object.get())};
}

std::string_view take_line(std::string_view& text)
{
    const auto end = std::min(text.find('\n'), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

std::int64_t parse_time(std::string_view line)
{
    const auto mail_end = line.rfind("> ");
    std::int64_t time = 0;
    if (mail_end != std::string_view::npos) {
        const auto digits = line.substr(mail_end + 2);
        std::from_chars(digits.data(), digits.data() + digits.size(), time);
    }
    return time;
}

CommitId to_commit_id(const git_oid& oid)
{
    std::array<char, GIT_OID_HEXSZ> hex{};
    git_oid_fmt(hex.data(), &oid);
    return CommitId::parse({hex.data(), hex.size()}).value();
}

std::optional<git_oid> to_oid(const CommitId& id)
{
    git_oid oid{};
    if (id.hex().size() != GIT_OID_HEXSZ || git_oid_fromstr(&oid, id.hex().c_str()) != 0) {
        return std::nullopt;
    }
    return oid;
}

void check_object(int code, const Repository& repository, const std::string& doing)
{
    if (code != GIT_ENOTFOUND) {
        check(code, doing);
        return;
    }
    const auto& path = repository.path().native();
    throw Error{Errc::unavailable,
                is_partial(repository)
                    ? fmt::format("{0}: {1} is a partial clone and lacks it; 'git -C {1} fetch "
                                  "--refetch --no-filter' makes it complete",
                                  doing,
                                  path)
                    : fmt::format("{0}: {1} lacks it; 'git -C {1} fsck' lists what else is missing",
                                  doing,
                                  path)};
}

ObjectHandle read_commit(const Repository& repository, const CommitId& id)
{
    Handle<git_odb, git_odb_free> objects;
    check(git_repository_odb(Out{objects}, repository.raw()), "opening the objects of commits");
    ObjectHandle object;
    const auto oid = to_oid(id);
    const int code = oid ? git_odb_read(Out{object}, objects.get(), &*oid) : GIT_ENOTFOUND;
    if (code == GIT_ENOTFOUND ||
        (code >= 0 && git_odb_object_type(object.get()) != GIT_OBJECT_COMMIT)) {
        throw Error{Errc::usage,
                    fmt::format("{} has no commit {}", repository.path().native(), id.hex())};
    }
    if (code < 0) {
        check(code, fmt::format("reading commit {} of {}", id.hex(), repository.path().native()));
    }
    return object;
}

CommitHandle lookup_commit(const Repository& repository, const CommitId& id)
{
    CommitHandle commit;
    const auto oid = to_oid(id);
    const int code = oid ? git_commit_lookup(Out{commit}, repository.raw(), &*oid) : GIT_ENOTFOUND;
    if (code == GIT_ENOTFOUND) {
        throw Error{Errc::usage,
                    fmt::format("{} has no commit {}", repository.path().native(), id.hex())};
    }
    check(code, fmt::format("reading commit {} of {}", id.hex(), repository.path().native()));
    return commit;
}

TreeHandle lookup_tree(const Repository& repository, const CommitId& id)
{
    TreeHandle tree;
    check_object(git_commit_tree(Out{tree}, lookup_commit(repository, id).get()),
                 repository,
                 fmt::format("reading the tree of {} of {}", id.hex(), repository.path().native()));
    return tree;
}

std::string
read_blob(const Repository& repository, const git_oid& id, Bytes max_size, const std::string& what)
{
    Handle<git_odb, git_odb_free> objects;
    check(git_repository_odb(Out{objects}, repository.raw()), "opening the objects for " + what);
    std::size_t size = 0;
    git_object_t type{};
    check_object(
        git_odb_read_header(&size, &type, objects.get(), &id), repository, "reading " + what);
    if (size > max_size.count()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is larger than {}", what, max_size.to_string())};
    }
    Handle<git_blob, git_blob_free> blob;
    check_object(git_blob_lookup(Out{blob}, repository.raw(), &id), repository, "reading " + what);
    return {static_cast<const char*>(git_blob_rawcontent(blob.get())),
            static_cast<std::size_t>(git_blob_rawsize(blob.get()))};
}

} // namespace cb::git
