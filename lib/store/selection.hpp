#pragma once

#include "store/queries.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a user selects of the store: names of commits and ranges, resolved by what is stored.
namespace cb::store {

/// "A..B": after A up to B, in the order of history. An absent end does not restrict.
struct Range {
    std::optional<std::string> first, last; ///< as the user wrote them
    friend bool operator==(const Range&, const Range&) = default;
};

/// Parses "A..B", "A.." and "..B".
[[nodiscard]] Parsed<Range> parse_range(std::string_view text);

/// Finds a commit by its full name, at least 4 digits of it, a branch, a tag, or "HEAD", each
/// optionally followed by "~N" and "^", which go to the stored first parent. A branch wins over a
/// tag, and both over digits. Returns the full name.
[[nodiscard]] Parsed<std::string> find_commit(const CommitNames& names, std::string_view text);

/// The same for what is stored. Throws Error{usage} that names what is missing or ambiguous, and
/// what Queries throws.
[[nodiscard]] std::string
find_commit(Queries& queries, const std::string& repository, std::string_view text);

/// What the options of a command select. An absent member does not restrict.
struct SelectionRequest {
    std::optional<std::string> repository{}, branch{};
    std::optional<Range> range{};
    std::optional<PeriodStart> since{};
    std::optional<std::string> worker{};
    SeriesFilter series{};

    /// `since` as of now.
    [[nodiscard]] std::optional<Time> first_time() const
    {
        return since ? std::optional{since->at(now())} : std::nullopt;
    }
};

struct Selection {
    std::vector<std::string> repositories; ///< at least one, unless the store is empty
    HistoryFilter history;
    SeriesFilter series;
};

/// Throws Error{usage} if the store has no such repository, branch or commit, and if a range is
/// given for more than one repository; and what Queries throws.
[[nodiscard]] Selection select(Queries& queries, const SelectionRequest& request);

} // namespace cb::store
