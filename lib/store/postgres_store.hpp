#pragma once

#include "store/conninfo.hpp"
#include "store/postgres_rows.hpp"
#include "store/pqxx_compat.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cb::store {

/// The store in a PostgreSQL database.
class PostgresStore final : public Store {
public:
    /// \pre the database has this program's schema
    PostgresStore(Conninfo conninfo, std::unique_ptr<pqxx::connection> connection)
        : conninfo_{std::move(conninfo)}, connection_{std::move(connection)}
    {}

    [[nodiscard]] std::string_view backend() const noexcept override { return "postgres"; }
    [[nodiscard]] std::vector<KnownJob> known(std::span<const JobId> works) override;
    void for_each_sample(const std::function<void(const Sample&)>& use) override;

private:
    std::vector<Put> put_batch(std::span<const Manifest* const> manifests) override;
    using Puts = std::unordered_map<const JobRows*, Put>;
    [[nodiscard]] Puts put_distinct(pqxx::work& transaction, std::vector<JobRows*> jobs);
    [[nodiscard]] std::vector<NewJob> insert(pqxx::work& transaction, JobRowsList jobs);
    void insert_results(pqxx::work& transaction, std::span<const NewJob> jobs);
    void find_series(pqxx::work& transaction, std::span<const NewJob> jobs);
    void copy_samples(pqxx::work& transaction, std::span<const NewJob> jobs);

    Conninfo conninfo_;
    std::unique_ptr<pqxx::connection> connection_;
    SeriesByKey series_; ///< of committed rows
};

} // namespace cb::store
