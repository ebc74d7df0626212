#pragma once

#include "store/conninfo.hpp"
#include "store/postgres_rows.hpp"
#include "store/pqxx_compat.hpp"
#include "store/store.hpp"

#include <memory>
#include <string>
#include <string_view>
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
    [[nodiscard]] std::set<JobId> known(std::span<const JobId> jobs) override;
    void for_each_sample(const std::function<void(const Sample&)>& use) override;

private:
    std::vector<Put> put_distinct(std::span<const Manifest* const> manifests) override;
    void insert_results(pqxx::work& transaction, std::span<const NewJob> jobs);
    void find_series(pqxx::work& transaction, std::span<const NewJob> jobs);
    void copy_samples(pqxx::work& transaction, std::span<const NewJob> jobs);

    Conninfo conninfo_;
    std::unique_ptr<pqxx::connection> connection_;
    SeriesByKey series_; ///< of committed rows
};

} // namespace cb::store
