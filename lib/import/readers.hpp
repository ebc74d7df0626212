#pragma once

#include "db/conninfo.hpp"
#include "import/input.hpp"
#include "import/output.hpp"
#include "parse/format.hpp"

#include <filesystem>

/// One reader per kind of history. Each reports what it cannot understand to the output, and throws
/// Error{bad_input} if that is the whole input.
namespace cb::imports {

void import_manifests(Input input, Output& output);

/// The rows that `cb export` writes: one job per run of rows with the same job.
void import_jsonl(Input input, Output& output);
void import_csv(Input input, Output& output);

/// A file with results of one or more commits: data.js, an LNT report, Nyrkiö's JSON, a file of
/// asv, or a CSV with a column of commits.
void import_history_file(Input input, parse::Format format, Output& output);

/// Whether it is asv's results directory, or the directory of an asv.conf.json.
[[nodiscard]] bool is_asv_directory(const std::filesystem::path& path);
void import_asv(const std::filesystem::path& path, Output& output);

/// Whether a file or directory in it is named by a commit.
[[nodiscard]] bool is_log_directory(const std::filesystem::path& path);
/// Logs named by a commit: HASH.log, or HASH/NAME.
void import_logs(const std::filesystem::path& path, Output& output);

void import_current_bench(const db::Conninfo& conninfo, Output& output);

} // namespace cb::imports
