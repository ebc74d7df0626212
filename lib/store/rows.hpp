#pragma once

#include "manifest/manifest.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a manifest becomes in the tables of sql/: the same for both backends.
namespace cb::store {

/// `text` as both databases can hold it: U+FFFD stands for each NUL character, which PostgreSQL's
/// text cannot hold, and for each byte that is not UTF-8.
[[nodiscard]] std::string storable(std::string_view text);

/// The same for a JSON text.
[[nodiscard]] std::string storable_json(std::string json);

/// The RFC 3339 time in UTC with milliseconds, so that times sort as text; none for what is no
/// time.
[[nodiscard]] std::optional<std::string> storable_time(std::string_view text);

struct RepositoryRow {
    std::string digest, name;
};

struct CommitRow {
    std::string hash;
    std::string parents; ///< JSON
    std::optional<std::string> author, authored_at, committed_at, subject;
};

struct EnvironmentRow {
    std::string digest, worker, host_key, host_name, cpu, kernel;
};

struct SeriesRow {
    std::string digest, benchmark, test, metric, unit, direction;
};

/// A result, and where its numbers stand among those of its series in this job.
struct ResultRows {
    std::string series_key; ///< spells out the names of the series; its SHA-256 is the digest
    std::int64_t first_sample = 0;
    std::int64_t first_summary = 0;
    const Result* result = nullptr;
};

struct LogRow {
    std::string output, build_log, engine_log; ///< at most the last 64 MiB of each
};

struct NoteRow {
    std::string description;
    std::string labels; ///< JSON
};

struct JobRows {
    std::string job;
    RepositoryRow repository;
    std::optional<CommitRow> commit;
    EnvironmentRow environment;
    std::optional<std::string> branch, tag;
    std::optional<std::int64_t> pull_number;
    std::string config_name, status;
    std::optional<std::string> failure_stage, failure_reason, failure_message;
    std::optional<std::string> started_at, outcome, image, verdict, format;
    std::optional<double> wall_s;
    std::optional<std::int64_t> exit_code;
    std::string source, config;            ///< JSON
    std::optional<std::string> build, run; ///< JSON
    std::string stored_at;
    std::vector<ResultRows> results;
    const Manifest* manifest = nullptr;
};

/// \pre `manifest` outlives the rows
[[nodiscard]] JobRows rows_of(const Manifest& manifest);

[[nodiscard]] SeriesRow series_of(const ResultRows& rows);
[[nodiscard]] LogRow log_of(const Manifest& manifest);
/// None where the result said nothing but numbers.
[[nodiscard]] std::optional<NoteRow> note_of(const Result& result);

/// The summary's numbers by their names; empty where there is none.
[[nodiscard]] std::map<std::string, double> summary_of(const Result& result);

/// As a database's signed integer; what does not fit is the largest.
[[nodiscard]] std::int64_t to_signed(std::uint64_t number);

/// Without the sign of a zero: SQLite does not keep it.
[[nodiscard]] inline double storable(double number)
{
    return number + 0.0;
}

} // namespace cb::store
