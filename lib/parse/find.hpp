#pragma once

#include "base/error.hpp"
#include "manifest/sections.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// What a text is read as. docs/formats.md describes the formats.
enum class Format {
    automatic, ///< whatever is found
    cb,        ///< the JSON objects of current-bench, anywhere in the text
};

/// The format of that name: "auto", "cb". The error lists the names there are.
[[nodiscard]] Parsed<Format> parse_format(std::string_view name);

/// What a text holds. Of each benchmark, test and metric there is one result with all its samples.
struct Found {
    std::vector<Result> results{};
    std::vector<Rejected> rejected{}; ///< what looked like a result and could not be taken
    std::string format{};             ///< how the text was read: "cb"
    friend bool operator==(const Found&, const Found&) = default;
};

/// Finds the results in `text`. Linear, whatever the text holds; throws nothing but for lack of
/// memory. Copies nothing of the text but the results.
[[nodiscard]] Found find_results(std::string_view text, Format format);

} // namespace cb::parse
