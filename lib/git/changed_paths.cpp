#include "git/changed_paths.hpp"

#include "git/objects.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <git2.h>

namespace cb::git {

namespace {

struct Search {
    const PathPatterns& patterns;
    bool has_match = false;
};

/// Called for each path that differs (git_diff_notify_cb).
int look_at(const git_diff* /*so_far*/,
            const git_diff_delta* delta,
            const char* /*matched*/,
            void* payload)
{
    auto& search = *static_cast<Search*>(payload);
    if (!search.patterns.matches(delta->old_file.path) ||
        !search.patterns.matches(delta->new_file.path)) {
        return GIT_EUSER; // ends the comparison
    }
    search.has_match = true;
    return 1; // keeps nothing of it, and goes on
}

} // namespace

void PathPatterns::Free::operator()(git_pathspec* raw) const noexcept
{
    git_pathspec_free(raw);
}

PathPatterns::PathPatterns(const std::vector<std::string>& patterns)
{
    if (patterns.empty()) {
        return;
    }
    auto texts = patterns;
    std::vector<char*> raw;
    for (auto& text : texts) {
        raw.push_back(text.data());
    }
    const git_strarray array{raw.data(), raw.size()};
    if (git_pathspec_new(Out{compiled_}, &array) != 0) {
        throw Error{Errc::usage,
                    fmt::format("git cannot read the patterns {}", fmt::join(patterns, ", "))};
    }
}

bool PathPatterns::matches(const std::string& path) const
{
    return compiled_ &&
           git_pathspec_matches_path(compiled_.get(), GIT_PATHSPEC_DEFAULT, path.c_str()) == 1;
}

bool differ_only_in(const Repository& repository,
                    const CommitId& from,
                    const CommitId& to,
                    const PathPatterns& patterns)
{
    const auto before = lookup_tree(repository, from);
    const auto after = lookup_tree(repository, to);
    Search search{patterns};
    git_diff_options options{};
    check(git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION), "comparing commits");
    options.notify_cb = &look_at;
    options.payload = &search;
    Handle<git_diff, git_diff_free> diff;
    const int code =
        git_diff_tree_to_tree(Out{diff}, repository.raw(), before.get(), after.get(), &options);
    if (code == GIT_EUSER) {
        return false;
    }
    check_object(code, repository, fmt::format("comparing {} with {}", to.hex(), from.hex()));
    return search.has_match;
}

} // namespace cb::git
