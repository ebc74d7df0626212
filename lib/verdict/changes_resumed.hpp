#pragma once

#include "base/log.hpp"
#include "verdict/changes_cache.hpp"
#include "verdict/changes_store.hpp"
#include "verdict/history_digest.hpp"

#include <string>

namespace cb::verdict {

/// What find_changes_in_store() finds. Reads only the jobs of the commits that the cache does not
/// know, if nothing before them has changed. The newest commit is always read again, because its
/// jobs arrive one by one. A cache that cannot be written is logged and otherwise ignored. Throws
/// what find_changes_in_store() throws.
[[nodiscard]] RepositoryChanges find_changes_resumed(store::Queries& queries,
                                                     const std::string& repository,
                                                     const StoreFilter& filter,
                                                     const ChangesCache& cache,
                                                     Log& log);

/// What a caller has read already, of the branch that the filter names.
struct KnownHistory {
    store::HistoryReader& reader;
    const ContentNames& contents;
};

/// The same for a caller that has read the commits and jobs.
[[nodiscard]] RepositoryChanges find_changes_resumed(store::Queries& queries,
                                                     const KnownHistory& history,
                                                     const std::string& repository,
                                                     const StoreFilter& filter,
                                                     const ChangesCache& cache,
                                                     Log& log);

} // namespace cb::verdict
