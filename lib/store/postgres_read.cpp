#include "store/postgres_error.hpp"
#include "store/postgres_store.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

/// How many rows are held at once.
constexpr int rows_a_fetch = 1000;

/// Texts are ordered by their bytes, as SQLite does it, whatever the database's own order is.
constexpr const char* declare_cursor =
    "DECLARE samples NO SCROLL CURSOR FOR SELECT repository.name, git_commit.hash, job.branch, "
    "to_char(git_commit.committed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'), "
    "job.job, job.status, environment.worker, environment.host_key, benchmark, test, metric, unit, "
    "direction, statistic, value FROM "
    "(SELECT job_id, series_id, position, 'sample' AS statistic, value, 0 AS is_summary FROM "
    "sample "
    "UNION ALL SELECT job_id, series_id, position, statistic, value, 1 FROM summary) AS number "
    "JOIN series ON series.id = series_id "
    "JOIN job ON job.id = job_id "
    "JOIN repository ON repository.id = job.repository_id "
    "JOIN environment ON environment.id = job.environment_id "
    "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
    "ORDER BY repository.name COLLATE \"C\", git_commit.committed_at NULLS LAST, "
    "git_commit.hash COLLATE \"C\" NULLS LAST, job.job COLLATE \"C\", benchmark COLLATE \"C\", "
    "test COLLATE \"C\", metric COLLATE \"C\", unit COLLATE \"C\", direction COLLATE \"C\", "
    "is_summary, position";

std::optional<std::string> maybe_text(const pqxx::row& row, int column)
{
    const auto field = row[column];
    return field.is_null() ? std::nullopt : std::optional<std::string>{field.c_str()};
}

Sample sample_of(const pqxx::row& row)
{
    Sample sample;
    sample.repository = row[0].c_str();
    sample.commit = maybe_text(row, 1);
    sample.branch = maybe_text(row, 2);
    sample.committed_at = stored_time(maybe_text(row, 3));
    sample.job = row[4].c_str();
    sample.status = stored_word<Status>(row[5].c_str());
    sample.worker = row[6].c_str();
    sample.host_key = row[7].c_str();
    sample.benchmark = row[8].c_str();
    sample.test = row[9].c_str();
    sample.metric = row[10].c_str();
    sample.unit = row[11].c_str();
    sample.direction = stored_word<Direction>(row[12].c_str());
    sample.statistic = row[13].c_str();
    sample.value = stored_number(row[14].c_str());
    return sample;
}

} // namespace

std::set<JobId> PostgresStore::known(std::span<const JobId> jobs)
{
    return with_errors(conninfo_, [&] {
        pqxx::read_transaction transaction{*connection_};
        std::set<JobId> found;
        for (const auto& row : exec(transaction,
                                    "SELECT job FROM job WHERE job IN "
                                    "(SELECT json_array_elements_text($1::json))",
                                    names_json(jobs))) {
            found.insert(stored_job(row[0].c_str()));
        }
        return found;
    });
}

void PostgresStore::for_each_sample(const std::function<void(const Sample&)>& use)
{
    with_errors(conninfo_, [&] {
        pqxx::read_transaction transaction{*connection_};
        transaction.exec("SET LOCAL extra_float_digits = 1"); // doubles as they are
        transaction.exec(declare_cursor);
        const auto fetch = fmt::format("FETCH FORWARD {} FROM samples", rows_a_fetch);
        for (auto rows = transaction.exec(fetch); !rows.empty(); rows = transaction.exec(fetch)) {
            for (const auto& row : rows) {
                use(sample_of(row));
            }
        }
    });
}

} // namespace cb::store
