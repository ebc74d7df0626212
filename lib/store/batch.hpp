#pragma once

#include "db/database.hpp"
#include "store/batch_json.hpp"
#include "store/reading.hpp"
#include "store/series.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace cb::store {

/// Stores manifests in one transaction. The number of round trips does not depend on the number of
/// manifests.
class Batch {
public:
    /// `series` caches series between batches. \pre all outlive this
    Batch(db::Transaction& transaction, db::Backend backend, SeriesByRepository& series)
        : transaction_{transaction}, backend_{backend}, series_{series}
    {}

    /// Returns what happened to each manifest. \pre the manifests outlive this
    [[nodiscard]] std::vector<Put> store(std::span<const Manifest* const> manifests);

    /// How many measurements it inserted.
    [[nodiscard]] std::uint64_t measurements() const noexcept { return measurements_; }

private:
    void insert_surroundings();
    void find_repositories();
    void store_distinct(Entries entries);
    /// Keyed by key_of_job().
    using RunsByJob = std::unordered_map<std::string, std::vector<StoredRun>>;
    [[nodiscard]] RunsByJob runs_of(Entries entries);
    void insert(Entries entries);
    void insert_jobs(Entries entries);
    void find_series(Entries entries);
    void copy_logs(Entries entries);
    void copy_rejected(Entries entries);
    void copy_measurements(Entries entries);

    db::Transaction& transaction_;
    db::Backend backend_;
    SeriesByRepository& series_;
    std::vector<Entry> entries_{};
    std::unordered_map<const Entry*, Put> puts_{};
    std::uint64_t measurements_ = 0;
};

} // namespace cb::store
