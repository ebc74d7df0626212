#include "inquiry_options.hpp"

#include "base/fd.hpp"
#include "json_option.hpp"
#include "options.hpp"
#include "stage.hpp"
#include "terminal/job_text.hpp"

#include <fmt/format.h>

namespace cb::cmd {

namespace {

void write_report(const InquiryOptions& options, const verdict::Inquiry& inquiry, Io& io)
{
    const auto& report =
        *options.report == InquiryOptions::Report::json ? inquiry.json : inquiry.text;
    write_all(io.out, report + "\n", "standard output");
}

void log_lines(std::string_view text, Level level, Log& log)
{
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        log.write(level, text.substr(start, end - start));
        start = end + 1;
    }
}

Words describe_revisions(InquiryOptions& options)
{
    return {.value = "A B",
            .sentence = "Two revisions of the repository, also as A..B",
            .take = each(options.revisions, &parse_text).take,
            .number = Words::Number::at_least_one};
}

Words describe_inquiry_command(InquiryOptions& options)
{
    return {.value = "COMMAND...",
            .sentence = "Benchmark with this command [default: that of cb run]",
            .take = each(options.request.config.command, &parse_any).take};
}

/// --git, --repo, --benchmark, --test, --metric, --name.
Group describe_inquiry_options(InquiryOptions& options, std::string_view default_name)
{
    auto& request = options.request;
    return {
        "What to measure",
        {
            {.name = "--git",
             .value = "DIR",
             .sentence = "Find the revisions in this work tree or bare repository [default: the "
                         "current directory]",
             .binding = once(request.repository, &parse_directory)},
            {.name = "--repo",
             .value = "NAME",
             .sentence = "Name the project as the store does [default: from its remote]",
             .binding = once(request.name, &parse_text)},
            {.name = "--benchmark",
             .value = "GLOB",
             .sentence = "Compare the results of this benchmark",
             .binding = once(request.series.benchmark, &parse_text)},
            {.name = "--test",
             .value = "GLOB",
             .sentence = "Compare the results of this test",
             .binding = once(request.series.test, &parse_text)},
            {.name = "--metric",
             .value = "GLOB",
             .sentence = "Compare the results of this metric",
             .binding = once(request.series.metric, &parse_text)},
            {.name = "--name",
             .value = "NAME",
             .sentence = fmt::format("Name the configuration: another name starts again with other "
                                     "jobs [default: {}]",
                                     default_name),
             .binding = once(options.config_name, &parse_text)},
        },
    };
}

/// --report
Option describe_report_option(InquiryOptions& options)
{
    return {.name = "--report",
            .sentence = "Write what is known so far to standard output, and no jobs",
            .binding = choose<InquiryOptions::Report>(
                options.report,
                {{"text", InquiryOptions::Report::text}, {"json", InquiryOptions::Report::json}})};
}

} // namespace

Command describe_inquiry(std::string_view name, InquiryOptions& options, Group rule)
{
    rule.options.push_back(describe_report_option(options));
    return {.name = std::string{name},
            .words = describe_revisions(options),
            .words_after_mark = describe_inquiry_command(options),
            .groups = {describe_inquiry_options(options, name),
                       std::move(rule),
                       describe_json_option(options.output),
                       describe_target_options(options.target)},
            .page = fmt::format("{}.md", name)};
}

Exit inquire(const InquiryOptions& options, std::string_view default_name, Io& io, const Ask& ask)
{
    auto request = options.request;
    request.ends = verdict::parse_ends(options.revisions);
    request.config.name = options.config_name.value_or(std::string{default_name});
    request.asked_at = now();
    const auto target = target_of(options.target);
    const auto store = store::open(target, store::Access::write);
    auto queries = store::open_queries(target);
    const auto inquiry = ask(request, *store, queries);
    const bool is_open = inquiry.state == verdict::Inquiry::State::measuring;
    if (options.report) {
        write_report(options, inquiry, io);
    } else {
        const JobOutput output{
            options.output,
            [&io](const Manifest& job) { return terminal::to_job_line(job, io.style()); },
            io};
        for (const auto& job : inquiry.jobs) {
            output.write(job);
        }
        log_lines(inquiry.text, is_open ? Level::info : Level::notice, io.log);
    }
    return inquiry.state == verdict::Inquiry::State::unanswered ? Exit::some_failed : Exit::done;
}

} // namespace cb::cmd
