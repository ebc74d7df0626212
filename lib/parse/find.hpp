#pragma once

#include "manifest/sections.hpp"
#include "parse/format.hpp"
#include "parse/text_facts.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Results of another commit than the text's, from a tool that keeps a history. The tool measured
/// them together: one suite of benchmarks on one machine.
struct Past {
    Source source{};
    std::string part{}; ///< tells apart what was measured separately for one commit: a suite
    Host host{};        ///< as far as it is known
    std::optional<Time> first_measured_at{}, last_measured_at{};
    std::map<std::string, std::string> provenance{}; ///< further facts, as in Run
    std::vector<Result> results{};
    std::vector<Rejected> rejected{};
    friend bool operator==(const Past&, const Past&) = default;
};

/// The contents of a text: one result with all its samples per benchmark, test and metric.
struct Found {
    std::vector<Result> results{};
    std::vector<Past> past{};         ///< from files of tools that keep a history
    std::vector<Rejected> rejected{}; ///< what looked like a result but was rejected
    std::string format{};             ///< how the text was read: "cb", "cb+go"
    std::string hint{}; ///< if there are no results: what almost is one, and what to do
    friend bool operator==(const Found&, const Found&) = default;
};

/// Whether there are results for any commit.
[[nodiscard]] bool has_results(const Found& found);

/// All rejected entries, including those of other commits, in line order.
[[nodiscard]] std::vector<Rejected> all_rejected(const Found& found);

/// Finds the results in `text`. Linear for any text. Throws only std::bad_alloc. Copies only the
/// results, not the text.
[[nodiscard]] Found find_results(std::string_view text, Format format, const TextFacts& facts = {});

} // namespace cb::parse
