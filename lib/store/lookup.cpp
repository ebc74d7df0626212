#include "store/lookup.hpp"

#include "store/batch_json.hpp"
#include "store/queries_sql.hpp"
#include "store/rows.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <fnmatch.h>

namespace cb::store {

namespace {

bool matches(const std::optional<std::string>& glob, std::string_view name)
{
    return !glob || ::fnmatch(glob->c_str(), std::string{name}.c_str(), FNM_NOESCAPE) == 0;
}

} // namespace

std::string repository_digest(const std::string& repository)
{
    Source source;
    source.repo = repository;
    return repository_row_of(source).digest;
}

std::optional<std::int64_t> find_repository(db::Transaction& transaction,
                                            const std::string& repository)
{
    std::optional<std::int64_t> id;
    transaction.query("SELECT id FROM repository WHERE digest = $1",
                      {repository_digest(repository)},
                      [&id](const db::Row& row) { id = row.integer(0); });
    return id;
}

std::int64_t lock_repository(db::Transaction& transaction, const std::string& repository)
{
    const auto digest = repository_digest(repository);
    transaction.lock(texts_json(std::vector<std::string_view>{digest}));
    const auto id = find_repository(transaction, repository);
    if (!id) {
        throw Error{Errc::usage, fmt::format("the store has no repository {}", repository)};
    }
    return *id;
}

SeriesInfo series_at(const db::Row& row, int column)
{
    return {.id = row.integer(column),
            .benchmark = std::string{row.text(column + 1)},
            .test = std::string{row.text(column + 2)},
            .metric = std::string{row.text(column + 3)},
            .unit = std::string{row.text(column + 4)},
            .direction = stored_word<Direction>(row.text(column + 5))};
}

std::vector<SeriesInfo>
list_series(db::Transaction& transaction, std::int64_t repository_id, const SeriesFilter& filter)
{
    std::vector<SeriesInfo> all;
    transaction.query(sql::series_of_repository, {repository_id}, [&](const db::Row& row) {
        auto series = series_at(row, 0);
        if (matches(filter, series.benchmark, series.test, series.metric)) {
            all.push_back(std::move(series));
        }
    });
    return all;
}

bool matches(const SeriesFilter& filter,
             std::string_view benchmark,
             std::string_view test,
             std::string_view metric)
{
    return matches(filter.benchmark, benchmark) && matches(filter.test, test) &&
           matches(filter.metric, metric);
}

} // namespace cb::store
