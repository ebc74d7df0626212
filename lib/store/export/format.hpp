#pragma once

#include "base/progress.hpp"
#include "store/export.hpp"
#include "store/stored_jobs.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// What the formats of an export share.
namespace cb::store {

/// Gathers small pieces for the sink.
class Output {
public:
    explicit Output(const Sink& sink) : sink_{sink} {}

    void add(std::string_view text)
    {
        constexpr std::size_t enough = 65536;
        text_ += text;
        if (text_.size() >= enough) {
            flush();
        }
    }

    void flush()
    {
        if (!text_.empty()) {
            sink_(text_);
            text_.clear();
        }
    }

private:
    const Sink& sink_;
    std::string text_{};
};

/// What a format could not express, counted by reason.
class Losses {
public:
    /// `reason` is a literal: "results of failed jobs are left out".
    void add(std::string_view reason, std::uint64_t count = 1) { counts_[reason] += count; }
    void add(const Losses& others)
    {
        for (const auto& [reason, count] : others.counts_) {
            add(reason, count);
        }
    }
    /// One warning per reason: "benchfmt: results of failed jobs are left out (3)".
    void report(std::string_view format, Log& log) const;

private:
    std::map<std::string_view, std::uint64_t> counts_{};
};

/// What to export, and where to.
struct Export {
    Queries& queries;
    std::span<const JobSelection> selections;
    Output& out;
    Losses& losses;
    Log& log; ///< shows how far it is

    /// Each selected job.
    void for_each_job(const JobUse& use) const;
    /// Each selected job that succeeded and measured something; counts the results of the others.
    void for_each_ok_job(const JobUse& use) const;
    /// The same, of the last commit that has such jobs. Returns its full name; nullopt if there is
    /// none. Counts nothing of other commits.
    std::optional<std::string> for_each_job_of_last_commit(const JobUse& use) const;
};

/// The export of these jobs, for a Progress.
[[nodiscard]] CountedWork exporting(const JobSelection& selection, std::span<const RowId> jobs);

/// The only repository of the selections. Throws Error{usage} if there are several.
[[nodiscard]] std::string require_one_repository(std::span<const JobSelection> selections,
                                                 std::string_view format);

/// The value that represents a measurement: the median; without it, the mean. Nullopt if a summary
/// has neither.
[[nodiscard]] std::optional<double> value_of(const Figures& figures);

/// "benchmark/test/metric", or without the benchmark if it is "default", the name of those without
/// one.
[[nodiscard]] std::string path_of(const SeriesInfo& series);

/// The configuration and the worker of a job, as part of a name where the format has no place for
/// them: " [config on worker]". Empty for those of most jobs: "default", on an unnamed machine.
[[nodiscard]] std::string variant_of(const JobInfo& job);

/// Appends a field of a CSV file (RFC 4180), quoted where necessary, and a comma.
void append_csv_field(std::string& line, std::string_view text);

// One per file export/NAME.cpp.
void write_jsonl(const Export& what);
void write_csv(const Export& what);
void write_manifests(const Export& what);
void write_benchfmt(const Export& what);
void write_otava(const Export& what);
void write_github_action_benchmark(const Export& what);
void write_google_benchmark(const Export& what);
void write_bmf(const Export& what);
void write_openmetrics(const Export& what);

} // namespace cb::store
