#include "selection_options.hpp"

#include "base/time.hpp"
#include "options.hpp"

namespace cb::cmd {

Group describe_selection_options(store::SelectionRequest& selection)
{
    return {
        "Which results",
        {
            {.name = "--repo",
             .value = "NAME",
             .sentence = "Only this repository [default: all]",
             .binding = once(selection.repository, &parse_text)},
            {.name = "--branch",
             .value = "NAME",
             .sentence = "Only the commits of this branch",
             .binding = once(selection.branch, &parse_text)},
            {.name = "--range",
             .value = "A..B",
             .sentence =
                 "Only the commits after A up to B: hashes, branches, tags or HEAD, with ~N "
                 "and ^; either end may be omitted",
             .binding = once(selection.range, &store::parse_range)},
            {.name = "--since",
             .value = "DATE",
             .sentence = "Only commits from this date, time or age on (2026-01-31, 90d)",
             .binding = once(selection.since, &PeriodStart::parse)},
            {.name = "--benchmark",
             .value = "GLOB",
             .sentence = "Only benchmarks whose names match",
             .binding = once(selection.series.benchmark, &parse_any)},
            {.name = "--test",
             .value = "GLOB",
             .sentence = "Only tests whose names match",
             .binding = once(selection.series.test, &parse_any)},
            {.name = "--metric",
             .value = "GLOB",
             .sentence = "Only metrics whose names match",
             .binding = once(selection.series.metric, &parse_any)},
            {.name = "--worker",
             .value = "NAME",
             .sentence = "Only jobs of this worker",
             .binding = once(selection.worker, &parse_text)},
        },
    };
}

} // namespace cb::cmd
