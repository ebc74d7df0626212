#pragma once

#include "db/database.hpp"
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
    [[nodiscard]] std::optional<Time>
    find_last_pass(const std::string& repository, const std::string& config, Time after) override;
    void for_each_sample(const std::function<void(const Sample&)>& use) override;
    void annotate(const std::string& repository, std::span<const Annotation> annotations) override;
    std::uint64_t put_aliases(std::span<const AliasRecord> aliases, Log& log) override;
    void update_statistics() override;

private:
    std::vector<Put> put_batch(std::span<const Manifest* const> manifests) override;

    std::unique_ptr<db::Database> database_;
    SeriesByRepository series_{};          ///< of committed rows
    std::uint64_t added_measurements_ = 0; ///< since the last update_statistics()
};

} // namespace cb::store
