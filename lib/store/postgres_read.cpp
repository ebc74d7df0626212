#include "store/postgres_read.hpp"

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
    "direction, statistic, value, git_commit.position, git_commit.parents, job.verdict, "
    "job.config_name FROM "
    "(SELECT job_id, series_id, position, 'sample' AS statistic, value, 0 AS is_summary FROM "
    "sample "
    "UNION ALL SELECT job_id, series_id, position, statistic, value, 1 FROM summary) AS number "
    "JOIN series ON series.id = series_id "
    "JOIN job ON job.id = job_id "
    "JOIN repository ON repository.id = job.repository_id "
    "JOIN environment ON environment.id = job.environment_id "
    "LEFT JOIN git_commit ON git_commit.id = job.commit_id "
    "WHERE job.is_current "
    "ORDER BY repository.name COLLATE \"C\", git_commit.id IS NULL, "
    "git_commit.position NULLS FIRST, git_commit.committed_at NULLS LAST, "
    "git_commit.hash COLLATE \"C\", job.job COLLATE \"C\", benchmark COLLATE \"C\", "
    "test COLLATE \"C\", metric COLLATE \"C\", unit COLLATE \"C\", direction COLLATE \"C\", "
    "is_summary, number.position"; // and not that of the commit

constexpr const char* select_known =
    "WITH asked AS (SELECT json_array_elements_text($1::json) AS work), answer AS ("
    "SELECT asked.work, job.job FROM asked JOIN job ON job.work = asked.work "
    "UNION SELECT asked.work, job.job FROM asked JOIN job ON job.job = asked.work) "
    "SELECT answer.work, job.status, job.fault, job.failure_reason, "
    "CASE job.status WHEN 'failed' THEN (SELECT count(*) FROM job AS try "
    "WHERE try.job = job.job AND try.fault = job.fault) ELSE 0 END, "
    "to_char(CASE job.status WHEN 'failed' THEN (SELECT max(try.stored_at) FROM job AS try "
    "WHERE try.job = job.job) ELSE job.stored_at END AT TIME ZONE 'UTC', "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') "
    "FROM answer JOIN job ON job.job = answer.job WHERE job.is_current "
    "ORDER BY answer.work, job.job";

std::optional<std::string> maybe_text(const pqxx::row& row, int column)
{
    const auto field = row[column];
    return field.is_null() ? std::nullopt : std::optional<std::string>{field.c_str()};
}

/// What is the same for all samples of a job.
Sample facts_of(const pqxx::row& row)
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
    sample.position = stored_count(maybe_text(row, 15));
    sample.parents = stored_names(maybe_text(row, 16));
    sample.verdict = stored_verdict(maybe_text(row, 17));
    sample.config = row[18].c_str();
    return sample;
}

void take_number(Sample& sample, const pqxx::row& row)
{
    sample.benchmark = row[8].c_str();
    sample.test = row[9].c_str();
    sample.metric = row[10].c_str();
    sample.unit = row[11].c_str();
    sample.direction = stored_word<Direction>(row[12].c_str());
    sample.statistic = row[13].c_str();
    sample.value = stored_number(row[14].c_str());
}

} // namespace

StoredRun stored_run(const pqxx::row& row)
{
    const auto text = [&row](int column) { return maybe_text(row, column).value_or(""); };
    StoredRun run{.id = row[1].as<std::int64_t>(),
                  .is_current = row[2].as<bool>(),
                  .status = stored_word<Status>(row[3].c_str()),
                  .fault = stored_fault(maybe_text(row, 4)),
                  .run = {},
                  .read_at = text(11),
                  .reading = maybe_text(row, 12),
                  .stored_at = text(13)};
    const bool has_run = row[5].as<bool>();
    run.run = has_run ? RunKey{.started_at = text(6), .host_name = text(7)}
                      : RunKey{.asked_at = text(8), .stage = text(9), .reason = text(10)};
    return run;
}

std::vector<KnownJob> PostgresStore::known(std::span<const JobId> works)
{
    return with_errors(conninfo_, [&] {
        pqxx::read_transaction transaction{*connection_};
        std::vector<KnownJob> found;
        for (const auto& row : exec(transaction, select_known, names_json(works))) {
            found.push_back(stored_known_job(row[0].c_str(),
                                             row[1].c_str(),
                                             maybe_text(row, 2),
                                             maybe_text(row, 3),
                                             row[4].as<std::int64_t>(),
                                             row[5].c_str()));
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
        Sample sample;
        for (auto rows = transaction.exec(fetch); !rows.empty(); rows = transaction.exec(fetch)) {
            for (const auto& row : rows) {
                if (sample.job != row[4].c_str()) {
                    sample = facts_of(row);
                }
                take_number(sample, row);
                use(sample);
            }
        }
    });
}

} // namespace cb::store
