#include "watch/near_miss.hpp"

#include "base/nearest.hpp"
#include "base/subprocess.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fnmatch.h>
#include <optional>
#include <vector>

namespace cb::watch {

namespace {

constexpr std::size_t longest_compared = 100;
constexpr std::size_t max_compared = 2000;
constexpr std::size_t longest_shown = 200;

/// The nearest name, if it is near enough to be a typing error.
std::optional<std::string> nearest_branch(const std::vector<git::Branch>& branches,
                                          const std::string& glob)
{
    if (glob.size() > longest_compared) {
        return std::nullopt;
    }
    std::vector<std::string> names;
    for (const auto& branch : branches) {
        if (names.size() < max_compared && branch.name.size() <= longest_compared) {
            names.push_back(branch.name);
        }
    }
    return nearest(glob, names);
}

std::string is_meant(const std::string& name)
{
    return fmt::format("; is \"{}\" meant?", printable(name, longest_shown));
}

/// "origin/feature" as git shows it, or "feature" if only the remote has that branch.
std::string remote_branch(const git::Repository& repository, const std::string& glob)
{
    auto found = repository.remote_branches(glob);
    if (found.empty()) {
        found = repository.remote_branches("*/" + glob);
    }
    if (found.empty()) {
        return {};
    }
    const auto& name = found.front().name;
    const auto local = name.substr(name.find('/') + 1);
    return fmt::format("; {} is a branch of a remote, and cb reads local branches: run '{}', or "
                       "watch a mirror (git clone --mirror)",
                       printable(name, longest_shown),
                       printable(shell_quoted({"git", "branch", local, name}), 2 * longest_shown));
}

} // namespace

std::string near_miss(const git::Repository& repository, const std::string& glob)
{
    constexpr std::string_view full = "refs/heads/";
    if (glob.starts_with(full) && !repository.branches(glob.substr(full.size())).empty()) {
        return is_meant(glob.substr(full.size()));
    }
    if (auto remote = remote_branch(repository, glob); !remote.empty()) {
        return remote;
    }
    const auto branches = repository.branches("*");
    const auto other_case =
        std::find_if(branches.begin(), branches.end(), [&](const git::Branch& branch) {
            return ::fnmatch(glob.c_str(), branch.name.c_str(), FNM_CASEFOLD) == 0;
        });
    if (other_case != branches.end()) {
        return is_meant(other_case->name);
    }
    const auto name = nearest_branch(branches, glob);
    return name ? is_meant(*name) : "";
}

} // namespace cb::watch
