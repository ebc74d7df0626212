#include "command.hpp"
#include "options.hpp"
#include "target_options.hpp"
#include "verdict/triage_request.hpp"

#include <memory>

namespace cb::cmd {

namespace {

using Kind = store::Annotation::Kind;

struct Options {
    TargetOptions target;
    verdict::TriageRequest request;
};

Exit run(const Options& options, Io& io)
{
    const auto target = target_of(options.target);
    auto queries = store::open_queries(target); // it must exist
    const auto store = store::open(target, store::Access::change);
    verdict::triage(queries, *store, options.request, io.log);
    return Exit::done;
}

Binding take_target(verdict::TriageRequest& request)
{
    auto binding = once(request.target, &parse_text);
    binding.take = [&request, take = binding.take](std::string_view text) {
        request.kind = Kind::moved;
        return take(text);
    };
    return binding;
}

Group describe_decision(verdict::TriageRequest& request)
{
    return {
        "The decision",
        {
            {.name = "--as",
             .value = "DECISION",
             .sentence = "Record this decision: acknowledged, expected, ignored or reopened "
                         "[default: acknowledged]",
             .binding = choose<Kind>(request.kind,
                                     {{"acknowledged", Kind::acknowledged},
                                      {"expected", Kind::expected},
                                      {"ignored", Kind::ignored},
                                      {"reopened", Kind::reopened}})},
            {.name = "--move-to",
             .value = "COMMIT",
             .sentence = "Record that this commit is to blame",
             .binding = take_target(request),
             .excludes = {"--as"}},
            {.name = "--reason",
             .value = "TEXT",
             .sentence = "Record why; --as ignored needs it",
             .binding = once(request.reason, &parse_text)},
            {.name = "--by",
             .value = "NAME",
             .sentence = "Record who decided [default: the user's login name]",
             .binding = once(request.by, &parse_text)},
        },
    };
}

Group describe_which(verdict::TriageRequest& request)
{
    return {
        "Which changes",
        {
            {.name = "--repo",
             .value = "NAME",
             .sentence = "Find the alert in this repository [default: the only one that has it]",
             .binding = once(request.repository, &parse_text)},
            {.name = "--branch",
             .value = "NAME",
             .sentence = "Find the alert in the history of this branch [default: as cb changes]",
             .binding = once(request.branch, &parse_text)},
            {.name = "--benchmark",
             .value = "GLOB",
             .sentence = "Only changes of benchmarks whose names match",
             .binding = once(request.series.benchmark, &parse_any)},
            {.name = "--test",
             .value = "GLOB",
             .sentence = "Only changes of tests whose names match",
             .binding = once(request.series.test, &parse_any)},
            {.name = "--metric",
             .value = "GLOB",
             .sentence = "Only changes of metrics whose names match",
             .binding = once(request.series.metric, &parse_any)},
        },
    };
}

constexpr auto examples = R"(  cb triage 1f2e3d4 --reason 'issue 12'
  cb triage 1f2e3d4 --as expected --reason 'checks its input now' --benchmark 'parse*'
  cb triage 1f2e3d4 --move-to 1f2e3d4~1
  cb triage 1f2e3d4 --as reopened
)";

} // namespace

Command describe_triage()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "triage",
        .purpose = "Record what people decided about changes",
        .words = Words{.value = "ALERT...",
                       .sentence = "The commits of the alerts, as cb changes shows them",
                       .take = each(options->request.alerts, &parse_text).take,
                       .number = Words::Number::at_least_one},
        .groups = {describe_decision(options->request),
                   describe_which(options->request),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "cb changes shows what was decided about only with --all.",
        .page = "triage.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
