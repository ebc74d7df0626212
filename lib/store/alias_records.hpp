#pragma once

#include "base/log.hpp"
#include "db/database.hpp"
#include "manifest/alias_record.hpp"
#include "store/alias_list.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

/// The aliases of a repository as rows of the database, and as what an export says of them.
namespace cb::store {

/// By the id of the old series.
using AliasById = std::map<std::int64_t, Alias>;

[[nodiscard]] AliasById read_aliases(db::Transaction& transaction, std::int64_t repository_id);

/// Inserts the alias. \pre the old series has none
void insert_alias(db::Transaction& transaction, std::int64_t repository_id, const Alias& alias);

/// The last series of the chain of aliases that starts at `series`; `series` itself if it has no
/// alias. Throws Error{bad_input} if the chain has no end.
[[nodiscard]] const SeriesInfo& find_last_name(const AliasById& aliases, const SeriesInfo& series);

/// The aliases of a repository, the first recorded first; empty if it is not stored.
[[nodiscard]] std::vector<AliasRecord> alias_records(db::Transaction& transaction,
                                                     const std::string& repository);

/// Adds what is not there, with the series that an alias names. An alias that contradicts a stored
/// one, or whose repository is not stored, is logged as a warning and left out. Returns how many
/// were added.
std::uint64_t put_alias_records(db::Transaction& transaction,
                                db::Backend backend,
                                std::span<const AliasRecord> records,
                                Log& log);

} // namespace cb::store
