#pragma once

#include "base/log.hpp"
#include "store/queries.hpp"
#include "store/selection.hpp"

#include <functional>
#include <string_view>

/// Exports jobs and their results in the formats of docs/export.md.
namespace cb::store {

/// Receives the text in pieces of about 64 KiB, each valid during the call.
using Sink = std::function<void(std::string_view)>;

enum class ExportFormat {
    jsonl,                   ///< one JSON object per number
    csv,                     ///< the same as CSV
    manifests,               ///< every run, for cb store and cb import
    benchfmt,                ///< Go's benchmark format, for benchstat
    otava,                   ///< CSV with a row per commit and a column per series
    github_action_benchmark, ///< data.js
    google_benchmark,        ///< the JSON of one commit, for compare.py
    bmf,                     ///< Bencher Metric Format, of one commit
    openmetrics,             ///< the last value of each series, for Prometheus
};

/// Writes the selected jobs. Numbers are the shortest texts that
/// read back equal. Memory is bounded by the largest jobs. What the format cannot express is left
/// out, and `log` gets one warning per reason. Throws Error{usage} if the format needs a single
/// repository or commit and there are several, what Queries throws, and what `sink` throws.
void write_export(
    Queries& queries, const Selection& selection, ExportFormat format, const Sink& sink, Log& log);

} // namespace cb::store
