#include "git/repository.hpp"

#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <fnmatch.h>
#include <functional>
#include <system_error>

/// Resolves names of commits: HEAD, branches, revisions.
namespace cb::git {

namespace {

using Reference = Handle<git_reference, git_reference_free>;
using Object = Handle<git_object, git_object_free>;

/// The commit at the tip of the branch; nullopt if a symbolic reference has no target.
std::optional<CommitId> find_tip(const git_reference* reference)
{
    if (git_reference_type(reference) == GIT_REFERENCE_DIRECT) {
        return to_commit_id(*git_reference_target(reference));
    }
    Reference direct;
    if (git_reference_resolve(Out{direct}, reference) != 0) {
        return std::nullopt; // dangling, or a loop
    }
    return to_commit_id(*git_reference_target(direct.get()));
}

/// The names of the files below a directory of references, which may be damaged.
std::vector<std::string> list_reference_files(const std::filesystem::path& directory)
{
    std::vector<std::string> names;
    std::error_code problem; // without such a directory, all references are packed
    using Entries = std::filesystem::recursive_directory_iterator;
    for (Entries at{directory, problem}; !problem && at != Entries{}; at.increment(problem)) {
        std::error_code unreadable;
        if (at->is_regular_file(unreadable) && at->path().extension() != ".lock") {
            names.push_back(at->path().lexically_relative(directory).native());
        }
    }
    return names;
}

/// Calls `use` with each reference below `directory` whose name there matches `glob`, and that
/// name.
void for_each_reference(git_repository* repository,
                        const std::string& directory,
                        const std::string& glob,
                        const std::function<void(git_reference*, const char*)>& use)
{
    Handle<git_reference_iterator, git_reference_iterator_free> all;
    check(git_reference_iterator_glob_new(Out{all}, repository, (directory + "*").c_str()),
          "listing " + directory);
    for (;;) {
        Reference reference;
        const int code = git_reference_next(Out{reference}, all.get());
        if (code == GIT_ITEROVER) {
            return;
        }
        check(code, "listing " + directory);
        const char* const name = git_reference_shorthand(reference.get());
        if (::fnmatch(glob.c_str(), name, 0) == 0) {
            use(reference.get(), name);
        }
    }
}

[[noreturn]] void throw_no_commit(const std::filesystem::path& repository,
                                  std::string_view revision)
{
    throw Error{Errc::usage,
                fmt::format("{} has no commit {:.200}", repository.native(), revision)};
}

} // namespace

Head Repository::head() const
{
    Reference head;
    check(git_reference_lookup(Out{head}, raw(), "HEAD"), "reading HEAD of " + path_.native());
    Head result;
    if (git_reference_type(head.get()) == GIT_REFERENCE_SYMBOLIC) {
        std::string_view target{git_reference_symbolic_target(head.get())};
        constexpr std::string_view prefix = "refs/heads/";
        if (target.starts_with(prefix)) {
            result.branch = target.substr(prefix.size());
        }
    }
    result.commit = find_tip(head.get());
    return result;
}

std::vector<Branch> Repository::branches(const std::string& glob) const
{
    return branches_below("refs/heads/", glob).found;
}

std::vector<Branch> Repository::remote_branches(const std::string& glob) const
{
    return branches_below("refs/remotes/", glob).found;
}

BranchList Repository::list_branches(const std::string& glob) const
{
    const std::string directory = "refs/heads/";
    auto branches = branches_below(directory, glob);
    const auto is_found = [&branches](const std::string& name) {
        const auto at = std::lower_bound(
            branches.found.begin(),
            branches.found.end(),
            name,
            [](const Branch& branch, const std::string& other) { return branch.name < other; });
        return at != branches.found.end() && at->name == name;
    };
    // libgit2 passes over files that it cannot read.
    for (auto& name : list_reference_files(common_directory() / directory)) {
        if (::fnmatch(glob.c_str(), name.c_str(), 0) == 0 && !is_found(name)) {
            branches.broken.push_back(std::move(name));
        }
    }
    std::sort(branches.broken.begin(), branches.broken.end());
    branches.broken.erase(std::unique(branches.broken.begin(), branches.broken.end()),
                          branches.broken.end());
    return branches;
}

BranchList Repository::branches_below(const std::string& directory, const std::string& glob) const
{
    BranchList list;
    Handle<git_odb, git_odb_free> objects;
    check(git_repository_odb(Out{objects}, raw()), "reading " + path_.native());
    for_each_reference(raw(), directory, glob, [&](git_reference* reference, const char* name) {
        auto tip = find_tip(reference);
        const auto id = tip ? to_oid(*tip) : std::nullopt;
        if (id && git_odb_exists(objects.get(), &*id) == 1) {
            list.found.push_back({name, std::move(*tip)});
        } else {
            list.broken.emplace_back(name);
        }
    });
    std::sort(list.found.begin(), list.found.end(), [](const Branch& a, const Branch& b) {
        return a.name < b.name;
    });
    return list;
}

std::vector<Tag> Repository::tags(const std::string& glob) const
{
    std::vector<Tag> found;
    for_each_reference(raw(), "refs/tags/", glob, [&](git_reference* reference, const char* name) {
        Object commit;
        const int code = git_reference_peel(Out{commit}, reference, GIT_OBJECT_COMMIT);
        if (code == GIT_ENOTFOUND || code == GIT_EPEEL || code == GIT_EINVALIDSPEC) {
            return;
        }
        check(code, fmt::format("reading the tag {:.200} of {}", name, path_.native()));
        found.push_back({name, to_commit_id(*git_object_id(commit.get()))});
    });
    std::sort(
        found.begin(), found.end(), [](const Tag& a, const Tag& b) { return a.name < b.name; });
    return found;
}

bool Repository::has_commit(const CommitId& id) const
{
    CommitHandle commit;
    const auto oid = to_oid(id);
    return oid && git_commit_lookup(Out{commit}, raw(), &*oid) == 0;
}

CommitId Repository::resolve(const std::string& revision) const
{
    Object object;
    const int code = git_revparse_single(Out{object}, raw(), revision.c_str());
    if (code == GIT_EAMBIGUOUS) {
        throw Error{Errc::usage,
                    fmt::format("{:.200} is ambiguous in {}; write more characters",
                                revision,
                                path_.native())};
    }
    if (code == GIT_ENOTFOUND || code == GIT_EINVALIDSPEC || code == GIT_EPEEL) {
        throw_no_commit(path_, revision);
    }
    check(code, fmt::format("resolving {:.200} in {}", revision, path_.native()));
    Object commit;
    if (git_object_peel(Out{commit}, object.get(), GIT_OBJECT_COMMIT) != 0) {
        throw_no_commit(path_, revision);
    }
    return to_commit_id(*git_object_id(commit.get()));
}

std::optional<std::string> Repository::branch_named(const std::string& revision) const
{
    Reference reference;
    if (git_reference_dwim(Out{reference}, raw(), revision.c_str()) != 0) {
        return std::nullopt;
    }
    if (git_reference_is_branch(reference.get()) != 1) { // HEAD was resolved to its target
        return std::nullopt;
    }
    return git_reference_shorthand(reference.get());
}

} // namespace cb::git
