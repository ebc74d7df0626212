#include "git/mirror_parts.hpp"

#include "base/utf8.hpp"
#include "git/git_program.hpp"
#include "git/submodule.hpp"
#include "git/submodule_url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

constexpr int deepest_submodule = 8;
constexpr std::size_t max_parts = 1000; ///< of one commit, with those of its submodules
constexpr std::size_t max_warnings = 100;

/// A submodule as .gitmodules describes it.
struct Described {
    std::string path, url;
};

/// Splits the output of git config -z: "submodule.NAME.KEY\nVALUE\0".
std::vector<Described> parse_gitmodules(std::string_view text)
{
    std::map<std::string, Described, std::less<>> by_name;
    while (!text.empty() && by_name.size() < max_parts) {
        const auto entry = text.substr(0, text.find('\0'));
        text.remove_prefix(std::min(entry.size() + 1, text.size()));
        const auto newline = std::min(entry.find('\n'), entry.size());
        const auto name = entry.substr(0, newline);
        const auto dot = name.rfind('.');
        if (newline == entry.size() || dot == std::string_view::npos) {
            continue;
        }
        auto& described = by_name[std::string{name.substr(0, dot)}];
        (name.substr(dot) == ".path" ? described.path : described.url) = entry.substr(newline + 1);
    }
    std::vector<Described> all;
    for (auto& [name, described] : by_name) {
        if (!described.path.empty() && !described.url.empty()) {
            all.push_back(std::move(described));
        }
    }
    return all;
}

bool has_root_file(const Repository& repository, const CommitId& commit, std::string_view name)
{
    const auto names = repository.root_names(commit);
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// What .gitmodules of the commit says; empty if it has none, or one that git cannot read.
std::vector<Described>
list_described(const Repository& repository, const CommitId& commit, const FetchSettings& settings)
{
    if (!has_root_file(repository, commit, ".gitmodules")) {
        return {};
    }
    const auto listed = run_git(repository.common_directory(),
                                {"config",
                                 "--blob",
                                 commit.hex() + ":.gitmodules",
                                 "-z",
                                 "--get-regexp",
                                 "^submodule\\..*\\.(path|url)$"},
                                settings);
    return parse_gitmodules(listed.out);
}

} // namespace

void MirrorParts::fetch(const CommitId& commit, NewSources sources)
{
    seen_.clear();
    fetch_for(mirror_, commit, sources, 0);
}

void MirrorParts::fetch_for(const Mirror& mirror,
                            const CommitId& commit,
                            NewSources sources,
                            int depth)
{
    if (seen_.size() == max_parts || !seen_.emplace(mirror.path(), commit.hex()).second) {
        return;
    }
    fetch_lfs_objects(mirror, commit);
    const auto repository = Repository::open_git_directory(mirror.path());
    if (!repository || depth == deepest_submodule) {
        return;
    }
    for (const auto& [path, url] : list_described(*repository, commit, settings_)) {
        const auto wanted = find_gitlink(*repository, commit, path);
        if (!wanted) {
            continue; // described, but not in this commit
        }
        const auto place = resolve_submodule_url(mirror.url(), url);
        if (!place) {
            warn_once(fmt::format("the submodule {}: {}", printable(path, 200), place.error()));
            continue;
        }
        const Mirror submodule{*place, mirror.path() / "modules"};
        if (!find_submodule(*repository, path, *wanted)) {
            try {
                fetch_submodule(submodule, *wanted, sources);
            } catch (const Error& error) {
                warn_once(fmt::format("the submodule {}: {}", printable(path, 200), error.what()));
                continue;
            }
        }
        fetch_for(submodule, *wanted, sources, depth + 1);
    }
}

/// A server may also give a commit that no branch or tag reaches any more.
void MirrorParts::fetch_submodule(const Mirror& mirror, const CommitId& commit, NewSources sources)
{
    if (sources == NewSources::refuse && !fs::exists(mirror.path())) {
        throw Error{Errc::unavailable,
                    "only a pull request that is not trusted names its address, which is not "
                    "fetched"};
    }
    mirror.update(settings_, log_);
    const auto repository = Repository::open_git_directory(mirror.path());
    if (!repository || repository->has_commit(commit)) {
        return;
    }
    auto words = access_words(mirror.path(), settings_);
    words.insert(words.end(), {"fetch", "--quiet", "--no-tags", "--", "origin", commit.hex()});
    const auto done = run_git(mirror.path(), words, settings_);
    if (!done.ok()) {
        throw Error{Errc::unavailable,
                    fmt::format("its repository has no commit {}: {}",
                                commit.hex(),
                                mirror.url().without_credentials(reason_of(done.err)))};
    }
}

/// Asks git-lfs only if some .gitattributes of the commit may name it.
void MirrorParts::fetch_lfs_objects(const Mirror& mirror, const CommitId& commit)
{
    const auto& path = mirror.path();
    const auto named = run_git(path,
                               {"grep",
                                "--quiet",
                                "--fixed-strings",
                                "filter=lfs",
                                commit.hex(),
                                "--",
                                ":(glob)**/.gitattributes"},
                               settings_);
    if (!named.ok()) {
        return;
    }
    auto words = access_words(path, settings_);
    words.insert(words.end(), {"lfs", "fetch", "--include=", "--exclude=", "origin", commit.hex()});
    const auto done = run_git(path, words, settings_);
    if (!done.ok()) {
        warn_once(fmt::format("fetching the git-lfs objects of {}: {}",
                              printable(mirror.url().shown(), 200),
                              mirror.url().without_credentials(reason_of(done.err))));
    }
}

void MirrorParts::warn_once(const std::string& what)
{
    if (warned_.size() < max_warnings && warned_.insert(what).second) {
        log_.warning(fmt::format("{}: {}", printable(mirror_.url().shown(), 200), what));
    }
}

} // namespace cb::git
