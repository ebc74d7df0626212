#pragma once

#include "base/lines.hpp"
#include "base/log.hpp"
#include "store/selection.hpp"
#include "verdict/changes.hpp"
#include "verdict/changes_cache.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a user asks of `cb changes`, and the answer.
namespace cb::verdict {

enum class ShowTriaged { no, yes };

struct ChangesRequest {
    std::vector<std::string> repositories{}; ///< empty: those of `selection`
    store::SelectionRequest selection{};
    std::set<State> states{State::suspected, State::confirmed};
    std::optional<std::string> commit{}; ///< as the user wrote it
    ShowTriaged triaged = ShowTriaged::no;
    UseCache cache = UseCache::yes; ///< below cache_home() (base/paths.hpp)
};

struct ChangesAnswer {
    std::vector<RepositoryChanges> repositories{};
    std::uint64_t bad_lines = 0; ///< of the input; each was logged
};

/// The changes of the store. Range, date and commit select alerts; the whole history of the branch
/// is read. Logs what was left out. Throws Error{usage} if the store lacks a repository, branch or
/// commit, and what Queries throws.
[[nodiscard]] ChangesAnswer
answer_from_store(store::Queries& queries, const ChangesRequest& request, Log& log);

/// The same for the lines of `cb export --format jsonl`. There are no decisions of people.
[[nodiscard]] ChangesAnswer answer_from_lines(LineReader& lines,
                                              const std::string& name,
                                              const ChangesRequest& request,
                                              Log& log);

[[nodiscard]] bool has_regression(const ChangesAnswer& answer);

} // namespace cb::verdict
