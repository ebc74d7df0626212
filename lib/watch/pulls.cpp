#include "watch/pulls.hpp"

#include "git/pull_refs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fnmatch.h>
#include <map>
#include <string>

namespace cb::watch {

namespace {

bool has_label(const net::ForgePull& pull, const std::vector<std::string>& globs)
{
    return std::any_of(globs.begin(), globs.end(), [&pull](const auto& glob) {
        return std::any_of(pull.labels.begin(), pull.labels.end(), [&](const auto& label) {
            return ::fnmatch(glob.c_str(), label.c_str(), 0) == 0;
        });
    });
}

bool is_selected(const net::ForgePull& pull, const PullSelection& selection)
{
    return (selection.label_globs.empty() || has_label(pull, selection.label_globs)) &&
           !has_label(pull, selection.skipped_label_globs);
}

bool is_trusted(const net::ForgePull& pull, Trust trust)
{
    const bool is_own = pull.origin == net::ForgePull::Origin::same_repository;
    switch (trust) {
    case Trust::none:
        return false;
    case Trust::own:
        return is_own;
    case Trust::members:
        return is_own || pull.author_is == net::ForgePull::Author::member;
    case Trust::all:
        break;
    }
    return true;
}

std::optional<std::string> hex_of(const std::optional<CommitId>& commit)
{
    return commit ? std::optional{commit->hex()} : std::nullopt;
}

using Tips = std::map<std::string, CommitId>; // of branches, by name

Candidate candidate_of(const git::Repository& repository,
                       const Tips& tips,
                       const net::ForgePull& open,
                       const Trust trust)
{
    Pull pull{.number = open.number,
              .title = open.title,
              .author = open.author,
              .base = open.base,
              .base_commit = hex_of(open.base_commit),
              .head_repo = open.head_repo,
              .trusted = is_trusted(open, trust)};
    if (const auto tip = tips.find(open.base); tip != tips.end()) {
        if (const auto base = git::merge_base(repository, tip->second, open.head)) {
            pull.base_commit = base->hex();
        }
    }
    return {.commit = open.head, .branch = {}, .pull = std::move(pull)};
}

/// Of the references, those that HEAD's branch does not contain.
std::vector<Candidate> list_references(const git::Repository& repository, const Trust trust)
{
    const auto head = repository.head();
    std::vector<Candidate> found;
    for (auto& pull : git::pull_heads(repository)) {
        const auto base =
            head.commit ? git::merge_base(repository, *head.commit, pull.commit) : std::nullopt;
        if (base != pull.commit) {
            found.push_back({.commit = std::move(pull.commit),
                             .branch = {},
                             .pull = Pull{.number = pull.number,
                                          .title = {},
                                          .author = {},
                                          .base = head.branch.value_or(""),
                                          .base_commit = hex_of(base),
                                          .head_repo = {},
                                          .trusted = trust == Trust::all}});
        }
    }
    return found;
}

std::vector<Candidate> list_open(const git::Repository& repository,
                                 const PullSelection& selection,
                                 const std::vector<net::ForgePull>& open)
{
    Tips tips;
    for (auto& branch : repository.branches("*")) {
        tips.emplace(std::move(branch.name), std::move(branch.tip));
    }
    std::vector<Candidate> found;
    for (const auto& pull : open) {
        if (is_selected(pull, selection) && repository.has_commit(pull.head)) {
            found.push_back(candidate_of(repository, tips, pull, selection.trust));
        }
    }
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return a.pull->number < b.pull->number;
    });
    return found;
}

} // namespace

std::vector<Candidate> select_pulls(const git::Repository& repository,
                                    const PullSelection& selection,
                                    const std::optional<std::vector<net::ForgePull>>& open,
                                    Log& log)
{
    const bool asks_labels =
        !selection.label_globs.empty() || !selection.skipped_label_globs.empty();
    if (!open && asks_labels) {
        throw Error{Errc::usage,
                    fmt::format("--label and --skip-label: only github:, gitlab: and gitea: know "
                                "the labels of pull "
                                "requests; {} does not",
                                repository.path().native())};
    }
    auto found = open ? list_open(repository, selection, *open)
                      : list_references(repository, selection.trust);
    if (selection.untrusted == Untrusted::skip) {
        const auto all = found.size();
        std::erase_if(found, [](const Candidate& candidate) { return !candidate.pull->trusted; });
        if (found.size() < all) {
            log.warning(fmt::format("{}: {} of {} pull requests are not trusted; --untrusted emits "
                                    "them, for a sandbox without network, --trust trusts more",
                                    repository.name(),
                                    all - found.size(),
                                    all));
        }
    }
    return found;
}

} // namespace cb::watch
