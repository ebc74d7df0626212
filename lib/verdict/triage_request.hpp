#pragma once

#include "base/log.hpp"
#include "store/queries.hpp"
#include "store/store.hpp"
#include "verdict/triage.hpp"

#include <optional>
#include <string>
#include <vector>

/// What a user asks of `cb triage`.
namespace cb::verdict {

struct TriageRequest {
    std::vector<std::string> alerts{}; ///< commits as the user wrote them
    std::optional<std::string> repository{}, branch{};
    store::SeriesFilter series{}; ///< which changes of the alert
    store::Annotation::Kind kind = store::Annotation::Kind::acknowledged;
    std::optional<std::string> target{}; ///< of a move, as the user wrote it
    std::optional<std::string> by{};     ///< nullopt: the user who runs the program
    std::string reason{};
};

/// Records the decision for each alert; all alerts are found before anything is stored. Logs what
/// was recorded. Throws Error{usage} if a commit, an alert or a matching series is not there, if
/// several repositories have the commit, if a decision needs a reason or a target and has none; and
/// what Queries and Store throw.
void triage(store::Queries& queries, store::Store& store, const TriageRequest& request, Log& log);

} // namespace cb::verdict
