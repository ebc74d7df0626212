#pragma once

#include "db/database.hpp"
#include "store/batch_json.hpp"
#include "store/series.hpp"
#include "store/store.hpp"

#include <memory>

namespace cb::store {

/// A store in a database.
class DatabaseStore final : public Store {
public:
    /// \pre the database has this program's schema
    explicit DatabaseStore(std::unique_ptr<db::Database> database) : database_{std::move(database)}
    {}

    [[nodiscard]] std::string_view backend() const noexcept override
    {
        return to_word(database_->backend());
    }
    [[nodiscard]] std::vector<KnownJob> known(std::span<const JobId> works) override;
    void for_each_sample(const std::function<void(const Sample&)>& use) override;

private:
    std::vector<Put> put_batch(std::span<const Manifest* const> manifests) override;
    [[nodiscard]] std::vector<RowId> jobs_in_order();
    [[nodiscard]] std::vector<Sample> samples_of(std::span<const RowId> jobs);

    std::unique_ptr<db::Database> database_;
    SeriesByRepository series_{}; ///< of committed rows
};

} // namespace cb::store
