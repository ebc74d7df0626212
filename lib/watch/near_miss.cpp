#include "watch/near_miss.hpp"

#include "base/subprocess.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fnmatch.h>
#include <numeric>

namespace cb {

namespace {

constexpr std::size_t longest_compared = 100;
constexpr std::size_t most_compared = 2000;
constexpr std::size_t longest_shown = 200;

/// How many letters must be changed, added or taken away (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

/// The nearest name, if it is so near that it may be a typing error.
std::optional<std::string> nearest(const std::vector<git::Branch>& branches,
                                   const std::string& glob)
{
    std::optional<std::string> best;
    auto best_distance = glob.size() / 3 + 2; // transposed letters are two changes
    const auto count = std::min(branches.size(), most_compared);
    for (std::size_t i = 0; i < count && glob.size() <= longest_compared; ++i) {
        const auto& name = branches[i].name;
        const auto distance =
            name.size() <= longest_compared ? edit_distance(glob, name) : best_distance;
        if (distance < best_distance) {
            best = name;
            best_distance = distance;
        }
    }
    return best;
}

std::string is_meant(const std::string& name)
{
    return fmt::format("; is \"{}\" meant?", printable(name, longest_shown));
}

/// "origin/feature" is written as git shows it, "feature" where only the remote has it.
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
    const auto name = nearest(branches, glob);
    return name ? is_meant(*name) : "";
}

} // namespace cb
