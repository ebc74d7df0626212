#pragma once

#include "store/reading.hpp"
#include "store/rows.hpp"
#include "store/series.hpp"
#include "store/sqlite.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace cb::store {

/// The store in one file.
class SqliteStore final : public Store {
public:
    /// \pre `db` has this program's schema
    explicit SqliteStore(std::unique_ptr<Sqlite> db) : db_{std::move(db)} {}

    [[nodiscard]] std::string_view backend() const noexcept override { return "sqlite"; }
    [[nodiscard]] std::vector<KnownJob> known(std::span<const JobId> works) override;
    void for_each_sample(const std::function<void(const Sample&)>& use) override;

private:
    std::vector<Put> put_batch(std::span<const Manifest* const> manifests) override;

    [[nodiscard]] Put put_one(const Manifest& manifest);
    [[nodiscard]] std::vector<StoredRun> runs_of(const std::string& job);
    void store(const Manifest& manifest, const Decision& decision);
    void insert(const JobRows& job);
    [[nodiscard]] std::int64_t
    insert_job(const JobRows& job, std::int64_t repository, std::int64_t environment);
    void insert_log(std::int64_t job, const Manifest& manifest);
    void insert_rejected(std::int64_t job, const Manifest& manifest);
    void insert_results(std::int64_t job,
                        const JobRows& rows,
                        std::int64_t repository,
                        std::int64_t environment);
    [[nodiscard]] std::int64_t repository_id(const RepositoryRow& row);
    [[nodiscard]] std::int64_t environment_id(const EnvironmentRow& row);
    std::optional<std::int64_t> commit_id(const std::optional<CommitRow>& commit,
                                          std::int64_t repository);
    [[nodiscard]] const Series&
    find_series(const ResultRows& rows, std::int64_t repository, std::int64_t environment);

    [[nodiscard]] std::vector<std::string> jobs_in_order();
    [[nodiscard]] std::vector<Sample> samples_of(const std::string& job);

    std::unique_ptr<Sqlite> db_;
    SeriesByKey series_; ///< of committed rows
};

} // namespace cb::store
