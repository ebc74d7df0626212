#include "watch/around.hpp"

#include "base/quantity.hpp"
#include "base/stop.hpp"
#include "watch/pushed.hpp"

#include <fmt/format.h>

#include <deque>

namespace cb::watch {

namespace {

/// Up to `count` commits before the commit on the head's line, oldest last; nullopt if the line
/// does not have it.
std::optional<std::deque<CommitId>> find_after(const git::Repository& repository,
                                               const CommitId& head,
                                               const CommitId& commit,
                                               std::size_t count)
{
    std::deque<CommitId> after;
    for (auto at = std::optional{head}; at; at = first_parent(repository, *at)) {
        throw_if_stopped();
        if (*at == commit) {
            return after;
        }
        after.push_back(*at);
        if (after.size() > count) {
            after.pop_front();
        }
    }
    return std::nullopt;
}

} // namespace

Parsed<Neighborhood> Neighborhood::parse(std::string_view text)
{
    const auto colon = text.rfind(':');
    const auto digits =
        colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    Neighborhood around{std::string{text}};
    if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos) {
        const auto count = parse_count(digits, 1, max_each_side);
        if (!count) {
            return tl::unexpected{count.error()};
        }
        around = {std::string{text.substr(0, colon)}, static_cast<std::size_t>(*count)};
    }
    if (around.revision.empty()) {
        return tl::unexpected{
            fmt::format("\"{:.200}\" names no commit; write COMMIT or COMMIT:N", text)};
    }
    return around;
}

std::vector<Candidate> list_around(const git::Repository& repository,
                                   const Neighborhood& around,
                                   std::span<const Candidate> heads)
{
    const auto commit = repository.resolve(around.revision);
    std::vector<Candidate> line;
    std::optional<std::string> branch;
    for (const auto& head : heads) {
        if (auto after = find_after(repository, head.commit, commit, around.each_side)) {
            branch = head.branch;
            for (auto& one : *after) {
                line.push_back({.commit = std::move(one), .branch = branch});
            }
            break;
        }
    }
    auto at = std::optional{commit};
    for (std::size_t i = 0; at && i <= around.each_side; ++i) {
        line.push_back({.commit = *at, .branch = branch});
        at = first_parent(repository, *at);
    }
    return line;
}

} // namespace cb::watch
