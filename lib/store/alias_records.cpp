#include "store/alias_records.hpp"

#include "base/hash.hpp"
#include "base/utf8.hpp"
#include "store/batch_json.hpp"
#include "store/lookup.hpp"
#include "store/queries_sql.hpp"
#include "store/result_rows.hpp"
#include "store/series_names.hpp"
#include "store/sql.hpp"
#include "store/storable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace cb::store {

namespace {

SeriesName name_in_record(const SeriesInfo& series)
{
    return {.benchmark = series.benchmark,
            .test = series.test,
            .metric = series.metric,
            .unit = series.unit,
            .direction = series.direction};
}

SeriesRow row_of(const SeriesName& name)
{
    const auto direction = to_word(name.direction);
    return {.digest = sha256_hex(
                series_key(name.benchmark, name.test, name.metric, name.unit, direction)),
            .benchmark = storable(name.benchmark),
            .test = storable(name.test),
            .metric = storable(name.metric),
            .unit = storable(name.unit),
            .direction = std::string{direction}};
}

/// Adds the aliases of one repository.
class RepositoryAliases {
public:
    RepositoryAliases(db::Transaction& transaction, db::Backend backend, std::int64_t id, Log& log)
        : transaction_{transaction}, backend_{backend}, id_{id},
          aliases_{read_aliases(transaction, id)}, log_{log}
    {}

    /// False if it is there already, or cannot be added.
    bool add(const AliasRecord& record)
    {
        const Alias alias{.old_series = find_series(record.old_series),
                          .new_series = find_series(record.new_series),
                          .created_by = record.created_by,
                          .created_at = record.created_at,
                          .reason = record.reason};
        const auto known = aliases_.find(alias.old_series.id);
        if (known != aliases_.end() && known->second.new_series.id == alias.new_series.id) {
            return false;
        }
        if (known != aliases_.end()) {
            refuse(alias, "it counts as " + shown(known->second.new_series) + " already");
            return false;
        }
        if (find_last_name(aliases_, alias.new_series).id == alias.old_series.id) {
            refuse(alias, "that counts as the former already");
            return false;
        }
        insert_alias(transaction_, id_, alias);
        aliases_.emplace(alias.old_series.id, alias);
        return true;
    }

private:
    /// The series, which is added if it is not stored.
    SeriesInfo find_series(const SeriesName& name)
    {
        const std::array wanted{WantedSeries{row_of(name), id_}};
        const auto json = series_json(wanted);
        run_rows(transaction_, backend_, sql::insert_series, json);
        SeriesInfo series{.benchmark = wanted[0].row.benchmark,
                          .test = wanted[0].row.test,
                          .metric = wanted[0].row.metric,
                          .direction = name.direction};
        transaction_.query(
            to_sql(sql::select_series, backend_), {json}, [&series](const db::Row& row) {
                series.id = row.integer(1);
                series.unit = row.text(2);
            });
        return series;
    }

    [[nodiscard]] static std::string shown(const SeriesInfo& series)
    {
        constexpr std::size_t max_shown_bytes = 200;
        return printable(name_of(series), max_shown_bytes);
    }

    void refuse(const Alias& alias, const std::string& reason)
    {
        log_.warning(fmt::format("the alias of {} for {} is not stored: {}",
                                 shown(alias.old_series),
                                 shown(alias.new_series),
                                 reason));
    }

    db::Transaction& transaction_;
    db::Backend backend_;
    std::int64_t id_;
    AliasById aliases_;
    Log& log_;
};

} // namespace

AliasById read_aliases(db::Transaction& transaction, std::int64_t repository_id)
{
    AliasById aliases;
    transaction.query(sql::aliases_of_repository, {repository_id}, [&aliases](const db::Row& row) {
        aliases.emplace(row.integer(0),
                        Alias{.old_series = series_at(row, 0),
                              .new_series = series_at(row, 6),
                              .created_by = std::string{row.text(12)},
                              .created_at = row.time(13).value_or(Time{}),
                              .reason = std::string{row.text(14)}});
    });
    return aliases;
}

void insert_alias(db::Transaction& transaction, std::int64_t repository_id, const Alias& alias)
{
    transaction.run(
        "INSERT INTO alias (repository_id, series_id, target_id, created_by, created_at, reason) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        {repository_id,
         alias.old_series.id,
         alias.new_series.id,
         storable(alias.created_by),
         alias.created_at,
         storable(alias.reason)});
}

const SeriesInfo& find_last_name(const AliasById& aliases, const SeriesInfo& series)
{
    const auto* last = &series;
    for (std::size_t steps = 0; steps <= aliases.size(); ++steps) {
        const auto next = aliases.find(last->id);
        if (next == aliases.end()) {
            return *last;
        }
        last = &next->second.new_series;
    }
    throw Error{Errc::bad_input,
                fmt::format("the database, table alias: series {} is an alias of itself; list the "
                            "aliases with cb alias, and remove one",
                            series.id)};
}

std::vector<AliasRecord> alias_records(db::Transaction& transaction, const std::string& repository)
{
    std::vector<AliasRecord> records;
    const auto id = find_repository(transaction, repository);
    if (!id) {
        return records;
    }
    for (const auto& [series_id, alias] : read_aliases(transaction, *id)) {
        records.push_back({.repo = repository,
                           .old_series = name_in_record(alias.old_series),
                           .new_series = name_in_record(alias.new_series),
                           .created_by = alias.created_by,
                           .created_at = alias.created_at,
                           .reason = alias.reason});
    }
    const auto order_of = [](const AliasRecord& record) {
        const auto& old = record.old_series;
        return std::tie(
            record.created_at, old.benchmark, old.test, old.metric, old.unit, old.direction);
    };
    std::sort(records.begin(), records.end(), [&](const AliasRecord& a, const AliasRecord& b) {
        return order_of(a) < order_of(b);
    });
    return records;
}

std::uint64_t put_alias_records(db::Transaction& transaction,
                                db::Backend backend,
                                std::span<const AliasRecord> records,
                                Log& log)
{
    std::map<std::string, std::vector<const AliasRecord*>> by_repository;
    for (const auto& record : records) {
        by_repository[record.repo].push_back(&record);
    }
    std::uint64_t added = 0;
    for (const auto& [repository, its] : by_repository) { // sorted: writers lock in one order
        if (!find_repository(transaction, repository)) {
            constexpr std::size_t max_shown_bytes = 200;
            log.warning(fmt::format("the store has no job of {}; its aliases are not stored ({})",
                                    printable(repository, max_shown_bytes),
                                    its.size()));
            continue;
        }
        RepositoryAliases aliases{
            transaction, backend, lock_repository(transaction, repository), log};
        for (const auto* const record : its) {
            added += aliases.add(*record) ? 1U : 0U;
        }
    }
    return added;
}

} // namespace cb::store
