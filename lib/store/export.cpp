#include "store/export.hpp"

#include "store/export/format.hpp"

#include <array>
#include <vector>

namespace cb::store {

namespace {

struct Format {
    ExportFormat format;
    std::string_view name;
    void (*write)(const Export&);
};

constexpr std::array formats{
    Format{ExportFormat::jsonl, "jsonl", &write_jsonl},
    Format{ExportFormat::csv, "csv", &write_csv},
    Format{ExportFormat::manifests, "manifests", &write_manifests},
    Format{ExportFormat::benchfmt, "benchfmt", &write_benchfmt},
    Format{ExportFormat::otava, "otava", &write_otava},
    Format{ExportFormat::github_action_benchmark,
           "github-action-benchmark",
           &write_github_action_benchmark},
    Format{ExportFormat::google_benchmark, "google-benchmark", &write_google_benchmark},
    Format{ExportFormat::bmf, "bmf", &write_bmf},
    Format{ExportFormat::openmetrics, "openmetrics", &write_openmetrics},
};

} // namespace

void write_export(
    Queries& queries, const Selection& selection, ExportFormat format, const Sink& sink, Log& log)
{
    std::vector<JobSelection> selections;
    for (const auto& repository : selection.repositories) {
        selections.push_back({.repository = repository,
                              .series = selection.series,
                              .history = selection.history,
                              .commit = {}});
    }
    for (const auto& one : formats) {
        if (one.format == format) {
            Output out{sink};
            Losses losses;
            one.write({queries, selections, out, losses, log});
            out.flush();
            losses.report(one.name, log);
        }
    }
}

} // namespace cb::store
