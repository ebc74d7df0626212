#pragma once

#include "manifest/manifest.hpp"
#include "store/result_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Converts a manifest to rows of the tables in sql/, for both backends.
namespace cb::store {

struct RepositoryRow {
    std::string digest, name;
};

struct CommitRow {
    std::string hash;
    std::optional<std::int64_t> position;
    std::string parents; ///< JSON
    std::optional<std::string> author, authored_at, committed_at, subject;
    std::optional<std::string> perf_expected; ///< JSON
};

struct EnvironmentRow {
    std::string digest, host_key, host_name, cpu, kernel;
};

/// A machine, shared by all repositories.
struct HostRow {
    std::string digest, name;
};

/// Each is compressed with gzip and covers at most the last 64 MiB.
struct LogRow {
    std::string output, error_output, build_log, engine_log;
    std::string files; ///< JSON: the results files, as in the manifest
};

struct JobRows {
    std::string job, work, worker;
    std::int64_t attempt = 1;
    EnvironmentRow environment;
    std::optional<HostRow> host; ///< nullopt if the job did not run under cb
    std::optional<std::string> branch, tag;
    std::optional<std::int64_t> pull_number;
    std::string config_name, status;
    std::optional<std::string> failure_stage, failure_reason, failure_message, fault;
    std::optional<std::string> asked_at, read_at;
    std::string host_name; ///< of the run; "" where there is none
    std::string reading;   ///< reading_of()
    std::optional<std::string> started_at, outcome, image, verdict, format;
    std::optional<double> wall_s;
    std::optional<std::int64_t> exit_code;
    std::string source, config;                 ///< JSON
    std::optional<std::string> build, run;      ///< JSON
    std::optional<std::string> unknown_members; ///< unknown_members_of(); nullopt for none
    std::string stored_at;
    bool is_current = true; ///< Decision::is_current
    std::vector<ResultRows> results;
};

/// \pre `manifest` outlives the rows
[[nodiscard]] JobRows rows_of(const Manifest& manifest);

/// The most that a job may have of what this program does not know.
inline constexpr std::size_t max_unknown_bytes = 1U << 20U;
/// Manifest::unknown_members(), as stored: empty if they are larger than max_unknown_bytes.
[[nodiscard]] std::string unknown_members_of(const Manifest& manifest);

[[nodiscard]] RepositoryRow repository_row_of(const Source& source);
/// Nullopt for results without a commit.
[[nodiscard]] std::optional<CommitRow> commit_row_of(const Source& source);

/// A digest that identifies the environment within its repository.
[[nodiscard]] std::string environment_digest(std::string_view host_key);
[[nodiscard]] std::string host_digest(std::string_view name, std::string_view host_key);

[[nodiscard]] LogRow log_of(const Manifest& manifest);

} // namespace cb::store
