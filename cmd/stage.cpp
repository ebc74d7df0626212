#include "stage.hpp"

#include "base/last_lines.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

namespace cb::cmd {

namespace {

constexpr std::size_t quoted_lines = 10;
constexpr std::size_t quoted_width = 160;

/// The end of the failed job's output.
std::vector<std::string> last_words(const Manifest& job)
{
    std::string_view text;
    if (job.failure()->stage == Stage::build && job.build()) {
        text = job.build()->log;
    } else if (job.failure()->stage == Stage::run && job.run()) {
        text = job.run()->error_output.empty() ? job.run()->output : job.run()->error_output;
    }
    return last_lines(text, quoted_lines, quoted_width);
}

} // namespace

std::string name_of(const Manifest& job)
{
    const auto& source = job.source();
    return source.commit ? fmt::format("{} {:.12}", source.repo, source.commit->hex())
                         : source.repo;
}

void report_failure(Log& log, const Manifest& job)
{
    if (const auto& failure = job.failure()) {
        log.warning(fmt::format("{}: {} failed ({}): {}",
                                name_of(job),
                                to_word(failure->stage),
                                failure->reason,
                                failure->message));
        for (const auto& line : last_words(job)) {
            log.quote(Level::warning, line);
        }
    }
}

void report_rejected(Log& log, const Manifest& job)
{
    if (!job.parsed()) {
        return;
    }
    for (const auto& rejected : job.parsed()->rejected) {
        log.warning(fmt::format("{}: line {}, column {}: {}{}{}",
                                name_of(job),
                                rejected.line,
                                rejected.column,
                                rejected.field,
                                rejected.field.empty() ? "" : ": ",
                                rejected.reason));
    }
}

Exit run_stage(ManifestReader& reader, Io& io, const std::function<void(Manifest&)>& work)
{
    bool some_failed = false;
    while (auto job = reader.next()) {
        const bool failed_before = job->status() == Status::failed;
        work(*job);
        some_failed = some_failed || job->status() == Status::failed;
        if (!failed_before) {
            report_failure(io.log, *job);
        }
        write_line(io.out, *job);
    }
    if (reader.bad_lines() > 0) {
        return Exit::bad_input;
    }
    return some_failed ? Exit::some_failed : Exit::done;
}

Exit run_stage(Io& io, const std::function<void(Manifest&)>& work)
{
    ManifestReader reader{io.in, "stdin", io.log};
    return run_stage(reader, io, work);
}

Exit emit(const Manifest& job, Io& io)
{
    report_failure(io.log, job);
    write_line(io.out, job);
    return job.status() == Status::failed ? Exit::some_failed : Exit::done;
}

} // namespace cb::cmd
