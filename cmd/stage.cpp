#include "stage.hpp"

#include "base/fd.hpp"
#include "base/last_lines.hpp"
#include "manifest/words.hpp"
#include "terminal/job_text.hpp"

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

void report_failure(Log& log, const Manifest& job)
{
    if (const auto& failure = job.failure()) {
        log.warning(fmt::format("{}: {} failed ({}): {}",
                                terminal::name_of(job),
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
                                terminal::name_of(job),
                                rejected.line,
                                rejected.column,
                                rejected.field,
                                rejected.field.empty() ? "" : ": ",
                                rejected.reason));
    }
}

void StageProgress::begin(const Manifest& job)
{
    ++work_.number;
    started_at_ = std::chrono::steady_clock::now();
    work_.name = terminal::name_of(job);
    if (!io_.live.is_enabled()) {
        io_.log.info(fmt::format("{} {}", work_.verb, work_.name));
        return;
    }
    io_.live.show(
        [work = work_](Duration elapsed) { return terminal::to_progress_line(work, elapsed); });
}

void StageProgress::end()
{
    constexpr std::chrono::seconds min_usual{1};
    const auto elapsed = std::chrono::steady_clock::now() - started_at_;
    if (elapsed >= min_usual) {
        work_.usual = elapsed;
    }
    io_.live.clear();
}

void print(Io& io, std::string_view text)
{
    const auto room = io.live.make_room();
    write_all(io.out, room.empty() ? text : room + std::string{text}, "standard output");
}

void JobOutput::write(const Manifest& job) const
{
    if (audience_ == Audience::programs) {
        write_line(io_.out, job);
        return;
    }
    print(io_, describe_(job));
}

Exit run_stage(ManifestReader& reader,
               Io& io,
               StageProgress& progress,
               const JobOutput& output,
               const std::function<void(Manifest&)>& work)
{
    bool some_failed = false;
    while (auto job = reader.next()) {
        const bool failed_before = job->status() == Status::failed;
        progress.begin(*job);
        work(*job);
        progress.end();
        some_failed = some_failed || job->status() == Status::failed;
        if (!failed_before) {
            report_failure(io.log, *job);
        }
        output.write(*job);
    }
    if (reader.bad_lines() > 0) {
        return Exit::bad_input;
    }
    return some_failed ? Exit::some_failed : Exit::done;
}

Exit run_stage(Io& io,
               StageProgress& progress,
               const JobOutput& output,
               const std::function<void(Manifest&)>& work)
{
    announce_input(io, "jobs");
    ManifestReader reader{io.in, "stdin", io.log};
    return run_stage(reader, io, progress, output, work);
}

void announce_input(const Io& io, std::string_view what)
{
    if (is_terminal(io.in)) {
        io.log.notice(
            fmt::format("reads {} from standard input, which is a terminal: type them and "
                        "end with Ctrl-D, or stop with Ctrl-C",
                        what));
    }
}

Exit emit(const Manifest& job, const JobOutput& output, Io& io)
{
    report_failure(io.log, job);
    output.write(job);
    return job.status() == Status::failed ? Exit::some_failed : Exit::done;
}

} // namespace cb::cmd
