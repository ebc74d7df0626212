#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "manifest/words.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Texts on their way back from a database. It is not trusted: people write into it, too. Throws
/// Error{bad_input}.
namespace cb::store {

[[nodiscard]] JobId stored_job(std::string_view text);
[[nodiscard]] std::optional<Time> stored_time(const std::optional<std::string>& text);
[[nodiscard]] double stored_number(std::string_view text);

template <typename Enum> [[nodiscard]] Enum stored_word(std::string_view text)
{
    return value_or_throw(parse_word<Enum>(text), Errc::bad_input, "the database");
}

/// The names as a JSON array.
[[nodiscard]] std::string names_json(std::span<const JobId> jobs);

} // namespace cb::store
