#pragma once

#include "base/time.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Rows of the store as Parquet files. docs/prune.md lists the columns.
namespace cb::store {

/// A run with the time by which it is filed: its start, or when it was stored if that is unknown.
struct DatedRun {
    std::int64_t id = 0; ///< of its row in the table job
    Time at;
};

/// The expression for DatedRun::at over the table job.
inline constexpr const char* run_time = "coalesce(job.started_at, job.stored_at)";

/// The month of a time in UTC: "2026-01".
[[nodiscard]] std::string month_of(Time time);

/// A file name for a repository, whose name is untrusted: letters, digits, "_", "-" and "." stay,
/// except a "." at the start, and other bytes become %2F. A long name is cut and ends with "~" and
/// its SHA-256. Two names never become the same.
[[nodiscard]] std::string directory_of(std::string_view repository);

/// What a row of a file is.
enum class RowKind {
    measurement, ///< a series of a run, with the columns of its job and commit
    job,         ///< a run, with its log and the parts of its manifest
};

/// The series that a file holds; null: all of them.
using WantsSeries = std::function<bool(std::int64_t series_id)>;

/// Writes the rows of the runs, ordered by time, to a file that appears once it is complete and
/// durable. Returns their number; if it is 0, there is no file. `cb_version` is written to the
/// file. Holds no lock while it writes: a run that is deleted meanwhile is left out. Memory is
/// bounded. Throws what Store throws, and Error{system} for the file.
std::int64_t write_parquet_file(db::Database& database,
                                std::int64_t repository_id,
                                std::span<const DatedRun> runs,
                                RowKind kind,
                                const std::filesystem::path& path,
                                const std::string& cb_version,
                                const WantsSeries& wants_series = {});

} // namespace cb::store
