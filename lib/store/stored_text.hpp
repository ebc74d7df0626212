#pragma once

#include "base/ids.hpp"
#include "manifest/open.hpp"
#include "manifest/words.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Parsers of texts read from a database. They are untrusted, because people can edit them. Throw
/// Error{bad_input}.
namespace cb::store {

[[nodiscard]] JobId stored_job(std::string_view text);
/// A JSON array of texts; empty if NULL.
[[nodiscard]] std::vector<std::string> stored_names(const std::optional<std::string>& json);
/// The column measurement.labels: an object of texts; empty if NULL.
[[nodiscard]] std::map<std::string, std::string>
stored_labels(const std::optional<std::string>& json);
/// A JSON array of hashes. Faster than stored_names(), because a history reads it for each commit.
[[nodiscard]] std::vector<std::string> stored_hashes(std::string_view json);
/// The column measurement.statistics: an array of objects with numbers; empty if NULL.
[[nodiscard]] std::vector<std::map<std::string, double>>
stored_statistics(const std::optional<std::string>& json);
[[nodiscard]] std::optional<Open<Verdict>> stored_verdict(const std::optional<std::string>& text);
[[nodiscard]] std::optional<Open<Outcome>> stored_outcome(const std::optional<std::string>& text);
/// Fault::commit if NULL.
[[nodiscard]] Fault stored_fault(const std::optional<std::string>& text);
template <typename Enum> [[nodiscard]] Enum stored_word(std::string_view text)
{
    return value_or_throw(parse_word<Enum>(text), Errc::bad_input, "the database");
}

/// The names as a JSON array.
[[nodiscard]] std::string names_json(std::span<const JobId> jobs);

} // namespace cb::store
