#pragma once

#include "store/history_reader.hpp"
#include "verdict/changes_store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

/// Identifies what was read of the store, so that it need not be read again.
namespace cb::verdict {

/// The names of the contents of jobs, by the ids of the jobs: store::read_content_names().
using ContentNames = std::unordered_map<std::int64_t, std::string>;

/// Identifies the commits from `first` up to `end` (exclusive) and the results of their jobs, in
/// hexadecimal digits. Nullopt if the content of a job has no name. \pre `end` is at most the
/// number of commits
[[nodiscard]] std::optional<std::string> digest_of(const store::HistoryReader& reader,
                                                   const ContentNames& contents,
                                                   std::size_t first,
                                                   std::size_t end);

/// Identifies a part of a repository in a ChangesCache; has null characters.
[[nodiscard]] std::string make_cache_name(const std::string& repository,
                                          const std::optional<std::string>& branch,
                                          const StoreFilter& filter);

} // namespace cb::verdict
