#include "base/gzip.hpp"
#include "json/writer.hpp"
#include "store/batch_json.hpp"
#include "store/checker.hpp"
#include "store/figures.hpp"
#include "store/reading.hpp"
#include "store/sql.hpp"
#include "store/stored_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace cb::store {

namespace {

constexpr std::int64_t logs_per_page = 8;
constexpr std::int64_t measurements_per_page = 100;
constexpr std::int64_t jobs_per_page = 1000;

/// The runs of these jobs, by repository and name.
using RunsByName = std::map<std::pair<std::int64_t, std::string>, std::vector<StoredRun>>;

/// What is wrong with the runs of a job; "" if nothing is. A job without a current run is not
/// shown, and is measured again.
std::string problem_of(std::span<const StoredRun> runs)
{
    const auto current =
        std::count_if(runs.begin(), runs.end(), [](const auto& run) { return run.is_current; });
    if (current != 1) {
        return fmt::format("{} of its {} runs are current, and one must be", current, runs.size());
    }
    const auto best = std::min_element(runs.begin(), runs.end(), &counts_before);
    return best->is_current ? "" : "its current run is not the one that counts (docs/store.md)";
}

/// Equal but for the last digits, which another compiler's sums may have computed differently.
bool is_close(const std::optional<double>& a, const std::optional<double>& b, double scale)
{
    constexpr double tolerance = 1e-9;
    return a && b ? std::abs(*a - *b) <= tolerance * scale : a.has_value() == b.has_value();
}

std::string to_text(const std::optional<double>& number)
{
    return number ? fmt::format("{}", *number) : "unknown";
}

/// The first figure that differs from those computed; "" if none does.
std::string difference(const Figures& stored, const Figures& computed)
{
    if (stored.n != computed.n) {
        return fmt::format("its n is {}, and it has {} samples",
                           stored.n ? fmt::format("{}", *stored.n) : "unknown",
                           computed.n.value_or(0));
    }
    const double scale =
        std::max(std::abs(computed.min.value_or(0)), std::abs(computed.max.value_or(0)));
    constexpr std::array<std::pair<const char*, std::optional<double> Figures::*>, 7> all{
        {{"min", &Figures::min},
         {"q1", &Figures::q1},
         {"median", &Figures::median},
         {"q3", &Figures::q3},
         {"max", &Figures::max},
         {"mean", &Figures::mean},
         {"stddev", &Figures::stddev}}};
    for (const auto& [name, figure] : all) {
        if (!is_close(stored.*figure, computed.*figure, scale)) {
            return fmt::format("its {} is {}, and its samples give {}",
                               name,
                               to_text(stored.*figure),
                               to_text(computed.*figure));
        }
    }
    return {};
}

/// What is wrong with a measurement whose columns are n to statistics; "" if nothing is.
std::string problem_of(const db::Row& row, int n)
{
    const auto stored = read_figures(row, n);
    static_cast<void>(stored_statistics(row.maybe_text(n + 9)));
    const auto samples = row.numbers(n + 8);
    if (samples.empty()) { // of a tool's summary, or retired
        return {};
    }
    if (!std::all_of(samples.begin(), samples.end(), [](double v) { return std::isfinite(v); })) {
        return "one of its samples is not a finite number";
    }
    return difference(stored, figures_of_samples(samples));
}

/// Its first log that cannot be decompressed; "" if there is none.
std::string problem_of_logs(const db::Row& row, int first)
{
    constexpr std::array columns{"output", "error_output", "files", "build_log", "engine_log"};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto text = gunzip(row.bytes(first + static_cast<int>(i)), max_gunzipped);
        if (!text) {
            return fmt::format("{} cannot be decompressed: {}", columns[i], text.error());
        }
    }
    return {};
}

} // namespace

/// `table` is a word of this program.
std::uint64_t Checker::count_rows(std::string_view table)
{
    std::uint64_t count = 0;
    database_.begin_read()->query(
        fmt::format("SELECT count(*) FROM {}", table), {}, [&count](const db::Row& row) {
            count = static_cast<std::uint64_t>(row.integer(0));
        });
    return count;
}

/// Jobs of one current run are right, and the rest are few.
void Checker::check_current_runs()
{
    const Progress progress{log_, {.verb = "checking jobs"}};
    checked_.jobs = count_rows("job");
    std::pair<std::int64_t, std::string> last{-1, ""};
    for (std::int64_t found = jobs_per_page; found == jobs_per_page;) {
        const auto transaction = database_.begin_read();
        found = 0;
        JsonWriter names;
        names.begin_array();
        transaction->query(
            "SELECT repository_id, job FROM job WHERE (repository_id, job) > ($1, $2) "
            "GROUP BY repository_id, job "
            "HAVING count(*) > 1 OR sum(CASE WHEN is_current THEN 1 ELSE 0 END) <> 1 "
            "ORDER BY repository_id, job LIMIT $3",
            {last.first, last.second, jobs_per_page},
            [&](const db::Row& row) {
                ++found;
                last = {row.integer(0), std::string{row.text(1)}};
                names.begin_object()
                    .member("repository_id", last.first)
                    .member("job", last.second)
                    .end_object();
            });
        names.end_array();
        RunsByName runs;
        transaction->query(
            to_sql(sql::select_runs, database_.backend()),
            {names.text()},
            [&runs](const db::Row& row) {
                runs[{row.integer(14), std::string{row.text(0)}}].push_back(stored_run(row));
            });
        for (const auto& [name, its] : runs) {
            if (auto problem = problem_of(its); !problem.empty()) {
                report("job", name.second, std::move(problem));
            }
        }
    }
}

void Checker::check_figures()
{
    std::vector<std::pair<std::int64_t, std::string>> repositories;
    database_.begin_read()->query(
        "SELECT id, name FROM repository ORDER BY id", {}, [&](const db::Row& row) {
            repositories.emplace_back(row.integer(0), row.text(1));
        });
    Progress progress{
        log_, {.verb = "checking", .singular = "measurement", .total = count_rows("measurement")}};
    for (const auto& [id, name] : repositories) {
        check_figures_of(id, name, progress);
    }
}

void Checker::check_figures_of(std::int64_t repository_id,
                               const std::string& name,
                               Progress& progress)
{
    std::pair<std::int64_t, std::int64_t> last{-1, -1};
    for (std::int64_t found = measurements_per_page; found == measurements_per_page;) {
        const auto transaction = database_.begin_read();
        found = 0;
        transaction->query(
            "SELECT series_id, job_id, n, min, q1, median, q3, max, mean, stddev, samples, "
            "statistics FROM measurement WHERE repository_id = $1 "
            "AND (series_id, job_id) > ($2, $3) ORDER BY series_id, job_id LIMIT $4",
            {repository_id, last.first, last.second, measurements_per_page},
            [&](const db::Row& row) {
                ++found;
                ++checked_.measurements;
                progress.advance();
                last = {row.integer(0), row.integer(1)};
                auto problem = [&]() -> std::string {
                    try {
                        return problem_of(row, 2);
                    } catch (const Error& error) { // a text that cb would not have stored
                        return error.what();
                    }
                }();
                if (problem.empty()) {
                    return;
                }
                transaction->query(
                    "SELECT s.benchmark, s.test, s.metric, j.job FROM series s, job j "
                    "WHERE s.repository_id = $1 AND s.id = $2 "
                    "AND j.repository_id = $1 AND j.id = $3",
                    {repository_id, last.first, last.second},
                    [&](const db::Row& names) {
                        report("measurement",
                               fmt::format("{}: {} {} {} of job {}",
                                           name,
                                           names.text(0),
                                           names.text(1),
                                           names.text(2),
                                           names.text(3)),
                               problem);
                    });
            });
    }
}

void Checker::check_logs()
{
    Progress progress{log_, {.verb = "checking", .singular = "log", .total = count_rows("log")}};
    RowId last{-1, -1};
    for (std::int64_t found = logs_per_page; found == logs_per_page;) {
        const auto transaction = database_.begin_read();
        found = 0;
        transaction->query(
            "SELECT log.repository_id, log.job_id, job.job, log.output, log.error_output, "
            "log.files, log.build_log, log.engine_log FROM log JOIN job "
            "ON job.repository_id = log.repository_id AND job.id = log.job_id "
            "WHERE (log.repository_id, log.job_id) > ($1, $2) "
            "ORDER BY log.repository_id, log.job_id LIMIT $3",
            {last.repository_id, last.id, logs_per_page},
            [&](const db::Row& row) {
                ++found;
                ++checked_.logs;
                progress.advance();
                last = {row.integer(0), row.integer(1)};
                if (auto problem = problem_of_logs(row, 3); !problem.empty()) {
                    report("log", fmt::format("job {}", row.text(2)), std::move(problem));
                }
            });
    }
}

} // namespace cb::store
