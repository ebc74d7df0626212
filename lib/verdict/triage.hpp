#pragma once

#include "store/annotations.hpp"
#include "verdict/changes.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What people decided about changes.
namespace cb::verdict {

/// A trailer "Perf-expected: BENCHMARK [±N%]" of a commit's message.
struct ExpectedChange {
    std::string benchmark;        ///< a glob on the name of the benchmark, or on "benchmark/test"
    std::optional<double> change; ///< the largest relative change; nullopt: any
    friend bool operator==(const ExpectedChange&, const ExpectedChange&) = default;
};

[[nodiscard]] Parsed<ExpectedChange> parse_expected_change(std::string_view text);

/// Whether the trailer covers the change: it moves the expected way, and at most as far as its
/// interval allows.
[[nodiscard]] bool
covers(const ExpectedChange& expected, const store::SeriesInfo& series, const Step& step);

/// Moves changes to the commits that people named, and notes what people and the commits' messages
/// decided. The latest annotation of a series counts; one without a series counts for all. As the
/// place of a step is uncertain, both count for steps at most 2 commits away. `annotations` are in
/// the order of their times. Returns the trailers that cannot be understood.
[[nodiscard]] std::vector<std::string> apply_triage(RepositoryChanges& changes,
                                                    std::span<const store::Annotation> annotations);

/// Removes the changes that somebody decided about.
void remove_triaged(RepositoryChanges& changes);

/// What a user decided about an alert.
struct Decision {
    store::Annotation::Kind kind{};
    std::optional<std::string> target{}; ///< full name; of a move
    std::string by{}, reason{};
    Time at{};
};

/// The annotations that record the decision: one per series of the alert at `commit`, the full name
/// of the alert's commit or of the commit of one of its changes. Omits those that would repeat what
/// is decided. Throws Error{usage} if there is no alert, or none with a series that matches.
[[nodiscard]] std::vector<store::Annotation> decide(const RepositoryChanges& changes,
                                                    const std::string& commit,
                                                    const store::SeriesFilter& series,
                                                    const Decision& decision);

} // namespace cb::verdict
