#pragma once

#include "db/storage.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cb::store {

/// What is stored of a repository.
struct RepositoryInfo {
    std::string name;
    std::uint64_t commits = 0, series = 0, measurements = 0;
    std::uint64_t jobs = 0;                            ///< with a current run
    std::uint64_t failed_jobs = 0;                     ///< among these
    std::uint64_t runs = 0;                            ///< of all jobs
    std::optional<Time> first_commit{}, last_commit{}; ///< by the commits' times
    std::optional<Time> first_stored{}, last_stored{}; ///< by the time when a run was stored
};

/// What is stored, and how.
struct StoreInfo {
    std::string name; ///< of the database, without a secret
    db::SchemaVersion schema;
    db::Storage storage;
    std::vector<RepositoryInfo> repositories; ///< by name; empty if the schema is an older one
};

/// Counts by reading indexes from end to end, so the time grows with the store. Throws what open()
/// throws, except that an older schema is no error.
[[nodiscard]] StoreInfo read_info(const Target& target);

/// Tables for a person.
[[nodiscard]] std::string to_text(const StoreInfo& info);
/// One JSON object and a newline.
[[nodiscard]] std::string to_json(const StoreInfo& info);

} // namespace cb::store
