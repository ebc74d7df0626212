#include "base/fd.hpp"
#include "command.hpp"
#include "options.hpp"
#include "selection_options.hpp"
#include "target_options.hpp"
#include "verdict/history_log.hpp"

#include <memory>

namespace cb::cmd {

namespace {

enum class LogFormat { text, jsonl };

struct Options {
    TargetOptions target;
    store::SelectionRequest selection;
    LogFormat format = LogFormat::text;
    std::size_t max_commits = 50;
    std::size_t max_series = 6;
};

Exit run(const Options& options, Io& io)
{
    auto queries = store::open_queries(target_of(options.target));
    const auto log =
        verdict::read_log(queries, options.selection, options.max_commits, options.max_series);
    write_all(io.out,
              options.format == LogFormat::jsonl ? verdict::to_json_lines(log)
                                                 : verdict::to_text(log, io.style()),
              "standard output");
    return Exit::done;
}

Parsed<std::uint64_t> parse_number(std::string_view text)
{
    constexpr std::uint64_t max_value = 1'000'000;
    return parse_count(text, 1, max_value);
}

Group describe_shown(Options& options)
{
    return {
        "What is shown",
        {
            {.name = "--max-commits",
             .value = "N",
             .sentence = "Show at most the newest N commits [default: 50]",
             .binding = once(options.max_commits, &parse_number)},
            {.name = "--max-series",
             .value = "N",
             .sentence = "Draw at most N series, those that changed first [default: 6]",
             .binding = once(options.max_series, &parse_number)},
            {.name = "--format",
             .sentence = "Write text or JSON lines [default: text]",
             .binding = choose<LogFormat>(
                 options.format, {{"text", LogFormat::text}, {"jsonl", LogFormat::jsonl}})},
        },
    };
}

constexpr auto examples = R"(  cb log mirage/index
  cb log --benchmark 'parse*' --metric time --since 30d
  cb log --range v1.0..HEAD --format jsonl | jq -c '.values[]'
)";

} // namespace

Command describe_log()
{
    const auto options = std::make_shared<Options>();
    return {
        .name = "log",
        .purpose = "Show the history of a repository with its results",
        .words = Words{.value = "REPO",
                       .sentence = "This repository of the store [default: the only one]",
                       .take = once(options->selection.repository, &parse_text).take,
                       .number = Words::Number::one_at_most},
        .groups = {describe_shown(*options),
                   describe_selection_options(options->selection),
                   describe_target_options(options->target)},
        .examples = examples,
        .notes = "Shows a line per commit, the newest first, with a bar per series; and the "
                 "changes between a commit and the one before it.",
        .page = "log.md",
        .run = [options](Io& io) { return run(*options, io); },
    };
}

} // namespace cb::cmd
