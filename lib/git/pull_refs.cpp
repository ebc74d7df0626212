#include "git/pull_refs.hpp"

#include "git/objects.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <limits>

namespace cb::git {

namespace {

/// "7" of "refs/pull/7/head".
std::optional<std::uint64_t> number_of(std::string_view name, std::string_view directory)
{
    constexpr std::string_view end = "/head";
    if (!name.starts_with(directory) || !name.ends_with(end) ||
        name.size() <= directory.size() + end.size()) {
        return std::nullopt;
    }
    name.remove_prefix(directory.size());
    name.remove_suffix(end.size());
    const auto number = parse_count(name, 1, std::numeric_limits<std::int64_t>::max());
    return number ? std::optional{*number} : std::nullopt;
}

} // namespace

std::vector<PullHead> pull_heads(const Repository& repository)
{
    std::vector<PullHead> found;
    for (const std::string_view directory : {"refs/pull/", "refs/merge-requests/"}) {
        const auto where = fmt::format("listing {} of {}", directory, repository.path().native());
        Handle<git_reference_iterator, git_reference_iterator_free> all;
        check(git_reference_iterator_glob_new(
                  Out{all}, repository.raw(), fmt::format("{}*", directory).c_str()),
              where);
        for (;;) {
            Handle<git_reference, git_reference_free> reference;
            const int code = git_reference_next(Out{reference}, all.get());
            if (code == GIT_ITEROVER) {
                break;
            }
            check(code, where);
            const auto number = number_of(git_reference_name(reference.get()), directory);
            if (number && git_reference_type(reference.get()) == GIT_REFERENCE_DIRECT) {
                found.push_back({*number, to_commit_id(*git_reference_target(reference.get()))});
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const PullHead& a, const PullHead& b) {
        return a.number < b.number;
    });
    return found;
}

std::optional<CommitId>
merge_base(const Repository& repository, const CommitId& a, const CommitId& b)
{
    const auto first = to_oid(a);
    const auto second = to_oid(b);
    if (!first || !second) {
        return std::nullopt;
    }
    git_oid base{};
    const int code = git_merge_base(&base, repository.raw(), &*first, &*second);
    if (code == GIT_ENOTFOUND) {
        return std::nullopt;
    }
    check(code, fmt::format("finding a merge base in {}", repository.path().native()));
    return to_commit_id(base);
}

} // namespace cb::git
