#include "store/branches.hpp"

#include "base/utf8.hpp"
#include "store/history_order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace cb::store {

namespace {

constexpr std::size_t max_shown = 10;
constexpr std::size_t max_name_bytes = 200;

Error make_unknown_branch(const std::string& repository,
                          const std::string& wanted,
                          const std::map<std::string, std::size_t>& counts)
{
    std::string known;
    for (const auto& [name, count] : counts) {
        known += known.empty() ? "" : ", ";
        known += printable(name, max_name_bytes);
        if (static_cast<std::size_t>(std::count(known.begin(), known.end(), ',')) >= max_shown) {
            known += ", ...";
            break;
        }
    }
    return Error{Errc::usage,
                 fmt::format("{}: no job names the branch {}; {}",
                             printable(repository, max_name_bytes),
                             quote(wanted),
                             known.empty() ? "no job names a branch" : "known are " + known)};
}

} // namespace

BranchChoice choose_branch(const std::string& repository,
                           std::span<const BranchNames> names,
                           const std::optional<std::string>& wanted)
{
    std::map<std::string, std::size_t> counts;
    for (const auto& of_commit : names) {
        for (const auto& name : of_commit) {
            ++counts[name];
        }
    }
    if (wanted) {
        if (!counts.contains(*wanted)) {
            throw make_unknown_branch(repository, *wanted, counts);
        }
        return {wanted, wanted};
    }
    if (counts.empty()) {
        return {};
    }
    const auto largest =
        std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
        });
    return {largest->first, counts.size() > 1 ? std::optional{largest->first} : std::nullopt};
}

std::vector<std::size_t> commits_of_branch(std::span<const CommitInfo> commits,
                                           std::span<const BranchNames> names,
                                           const std::string& branch)
{
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < commits.size(); ++i) {
        if (names[i].contains(branch)) {
            named.push_back(i);
        }
    }
    if (named.empty()) {
        return named;
    }
    auto all = first_parents(commits, std::span{named}.last(1));
    all.insert(all.end(), named.begin(), named.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace cb::store
