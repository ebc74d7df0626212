#pragma once

#include "base/log.hpp"
#include "store/queries.hpp"
#include "store/target.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Records that benchmarks were renamed. aliases.hpp reads them.
namespace cb::store {

/// The results of one series count as those of another.
struct Alias {
    SeriesInfo old_series, new_series;
    std::string created_by;
    Time created_at{};
    std::string reason;
};

/// What a user asks for. A name is that of a benchmark, of a test ("benchmark/test"), or of a
/// metric
/// ("benchmark/test metric"), as cb changes shows it; a benchmark and a test name all series
/// below them.
struct AliasRequest {
    std::optional<std::string> repository{}; ///< needed if the store has several
    std::string old_name, new_name;
    std::optional<std::string> created_by{}; ///< nullopt: the user who runs the program
    std::string reason{};
};

/// The aliases of a repository, ordered by the old names. Throws what choose_repository() throws.
[[nodiscard]] std::vector<Alias> list_aliases(const Target& target,
                                              const std::optional<std::string>& repository);

/// Adds an alias for each series of the old name that the store has under the new name, too.
/// Durable on return. What exists already stays. Returns all that the names mean, and logs which
/// series have no counterpart, and where jobs measured both. Throws Error{usage} if a name is
/// unknown or ambiguous, if nothing corresponds, if a series would become an alias of itself, or if
/// it is an alias of another one; then nothing is added.
std::vector<Alias> add_aliases(const Target& target, const AliasRequest& request, Log& log);

/// Removes the aliases of the series of this name, so that they are shown under it again. Durable
/// on return. Returns what was removed. Throws Error{usage} if there is none.
std::vector<Alias> remove_aliases(const Target& target,
                                  const std::optional<std::string>& repository,
                                  const std::string& old_name);

/// A line for each alias.
[[nodiscard]] std::string to_text(std::span<const Alias> aliases);

} // namespace cb::store
