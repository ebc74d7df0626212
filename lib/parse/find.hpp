#pragma once

#include "manifest/sections.hpp"
#include "parse/format.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// Results of another commit than that which the text is of.
struct Past {
    Source source{};
    std::vector<Result> results{};
    std::vector<Rejected> rejected{};
    friend bool operator==(const Past&, const Past&) = default;
};

/// What a text holds. Of each benchmark, test and metric there is one result with all its samples.
struct Found {
    std::vector<Result> results{};
    std::vector<Past> past{};         ///< in the files of tools that keep a history
    std::vector<Rejected> rejected{}; ///< what looked like a result and could not be taken
    std::string format{};             ///< how the text was read: "cb", "cb+go"
    std::string
        hint{}; ///< where there is no result: what in the text is nearly one, and what to do
    friend bool operator==(const Found&, const Found&) = default;
};

/// Whether there are results, of whatever commit.
[[nodiscard]] bool has_results(const Found& found);

/// What was rejected, also of other commits, in the order of the lines.
[[nodiscard]] std::vector<Rejected> all_rejected(const Found& found);

/// Finds the results in `text`. Linear, whatever the text holds; throws nothing but for lack of
/// memory. Copies nothing of the text but the results.
[[nodiscard]] Found find_results(std::string_view text, Format format);

} // namespace cb::parse
