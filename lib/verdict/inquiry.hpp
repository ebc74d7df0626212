#pragma once

#include "base/log.hpp"
#include "manifest/manifest.hpp"
#include "store/queries.hpp"
#include "store/store.hpp"
#include "verdict/bisection.hpp"
#include "verdict/confirmation.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Questions that new measurements answer: `cb confirm` and `cb bisect`.
namespace cb::verdict {

/// Two revisions, as the user wrote them.
struct Ends {
    std::string from, to;
};

/// From "A B", "A..B", or "X", which is X with its first parent. Throws Error{usage}.
[[nodiscard]] Ends parse_ends(std::span<const std::string> words);

struct InquiryRequest {
    std::filesystem::path repository = "."; ///< a work tree, a directory in one, or a bare one
    std::optional<std::string> name{};      ///< in the store; default: the repository's own
    Ends ends{};
    Config config{};
    store::SeriesFilter series{};
    Time asked_at{};
};

/// What is known, and what to measure next.
struct Inquiry {
    enum class State {
        measuring,
        answered,
        unanswered, ///< and no measurement will answer it
    };

    State state{};
    std::vector<Manifest> jobs{}; ///< to run in this order; only while measuring
    std::string text{};           ///< the answer so far, for a person: lines
    std::string json{};           ///< the same as a JSON object: docs/bisect.md, docs/confirm.md
};

/// Whether the ends differ. Throws what git::Repository, Experiment and confirm() throw.
[[nodiscard]] Inquiry confirm_difference(const InquiryRequest& request,
                                         const ConfirmationRule& rule,
                                         store::Store& store,
                                         store::Queries& queries);

/// Which commit between the ends changed the level. Warns if the first end is not on the line of
/// first parents. Throws what git::list_first_parents(), Experiment and bisect() throw.
[[nodiscard]] Inquiry find_culprit(const InquiryRequest& request,
                                   const BisectionRule& rule,
                                   store::Store& store,
                                   store::Queries& queries,
                                   Log& log);

} // namespace cb::verdict
