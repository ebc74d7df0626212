#include "import/commit_facts.hpp"

#include "base/error.hpp"

#include <algorithm>

namespace cb::imports {

bool is_hash(std::string_view text)
{
    constexpr std::size_t min_digits = 4; // git's own limit
    constexpr std::size_t max_digits = 64;
    return text.size() >= min_digits && text.size() <= max_digits &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<CommitId> CommitFacts::find(std::string_view text) const
{
    if (!is_hash(text)) {
        return std::nullopt;
    }
    try {
        auto commit = repository_.resolve(std::string{text});
        return commit.hex().starts_with(text) ? std::optional{std::move(commit)} : std::nullopt;
    } catch (const Error& error) {
        if (error.code() == Errc::system) {
            throw;
        }
        return std::nullopt;
    }
}

bool CommitFacts::complete(Source& source)
{
    if (!source.commit || !find(source.commit->hex())) {
        return false;
    }
    auto commit = repository_.commit(*source.commit);
    if (source.parents.empty()) {
        source.parents = std::move(commit.parents);
    }
    if (!source.position) {
        source.position = positions_.of(commit.id);
    }
    if (!source.author) {
        source.author = std::move(commit.author);
    }
    if (!source.subject) {
        source.subject = std::move(commit.subject);
    }
    if (!source.authored_at && commit.authored_at) {
        source.authored_at = *commit.authored_at;
    }
    if (commit.committed_at) { // a history often has another time in its place
        source.committed_at = *commit.committed_at;
    }
    return true;
}

} // namespace cb::imports
