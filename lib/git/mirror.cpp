#include "git/mirror.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "git/git_program.hpp"
#include "git/pull_refs.hpp"

#include <fmt/format.h>

#include <optional>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

} // namespace

Mirror::Mirror(RemoteUrl url, const fs::path& directory)
    : url_{std::move(url)}, path_{directory / fmt::format("{}-{:.16}.git",
                                                          url_.base_name(),
                                                          sha256_hex(url_.text()))}
{}

void Mirror::update(const FetchSettings& settings, Log& log) const
{
    fs::create_directories(path_.parent_path());
    const FileLock lock{fs::path{path_} += ".lock"};
    create();
    log.info(fmt::format("fetching {}", printable(url_.shown(), 200)));
    auto words = access_words(path_, settings);
    const std::vector<std::string> fetch{"fetch",
                                         "--quiet",
                                         "--prune",
                                         "--no-tags",
                                         "--no-recurse-submodules",
                                         "--no-write-fetch-head",
                                         "--",
                                         "origin",
                                         "+refs/heads/*:refs/heads/*",
                                         "+refs/tags/*:refs/tags/*"};
    words.insert(words.end(), fetch.begin(), fetch.end());
    if (settings.pull_refs == PullRefs::fetch) {
        words.insert(words.end(), pull_refspecs.begin(), pull_refspecs.end());
    }
    try {
        const auto done = run_git(path_, words, settings);
        if (!done.ok()) {
            throw Error{Errc::unavailable, reason_of(done.err)};
        }
        follow_head(settings);
    } catch (const Error& error) {
        throw Error{
            error.code(),
            url_.without_credentials(fmt::format("fetching {}: {}", url_.text(), error.what()))};
    }
}

void Mirror::create() const
{
    const FetchSettings local{.max_time = std::chrono::seconds{30}};
    // `git init` writes HEAD first and creates these directories last, and mends what a kill left.
    if (!fs::exists(path_ / "HEAD") || !fs::exists(path_ / "objects/info") ||
        !fs::exists(path_ / "objects/pack")) {
        require_git(run_git(path_, {"init", "--quiet", "--bare"}, local), path_);
    }
    // Each time, because an earlier process may have been killed between these two.
    require_git(run_git(path_, {"config", "remote.origin.url", url_.text()}, local), path_);
    fs::permissions(path_ / "config", fs::perms::owner_read | fs::perms::owner_write);
}

/// A bare clone's HEAD is never updated by a fetch, but default branches are renamed.
void Mirror::follow_head(const FetchSettings& settings) const
{
    auto words = access_words(path_, settings);
    words.insert(words.end(), {"ls-remote", "--symref", "origin", "HEAD"});
    const auto done = run_git(path_, words, settings);
    constexpr std::string_view start = "ref: ";
    std::string_view line = std::string_view{done.out}.substr(0, done.out.find('\n'));
    if (!done.ok() || !line.starts_with(start)) {
        return; // a detached HEAD, or an empty repository
    }
    line = line.substr(start.size());
    const std::string branch{line.substr(0, line.find('\t'))};
    if (branch.starts_with("refs/heads/")) {
        require_git(run_git(path_, {"symbolic-ref", "HEAD", branch}, settings), path_);
    }
}

} // namespace cb::git
