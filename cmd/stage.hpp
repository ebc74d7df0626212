#pragma once

#include "command.hpp"
#include "display.hpp"
#include "manifest/stream.hpp"
#include "terminal/progress_text.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace cb::cmd {

/// Where the jobs of a command go: to standard output, as manifests for programs or as text for
/// people.
class JobOutput {
public:
    /// The text of a job for people; may be empty.
    using Describe = std::function<std::string(const Manifest&)>;

    JobOutput(OutputWish wish, Describe describe, Io& io)
        : audience_{audience_of(wish, io.out)}, describe_{std::move(describe)}, io_{io}
    {}

    [[nodiscard]] Audience audience() const noexcept { return audience_; }
    /// Writes the job before it returns. Throws ClosedPipe, Error{system}.
    void write(const Manifest& job) const;

private:
    Audience audience_;
    Describe describe_;
    Io& io_;
};

/// Says which job a stage works on, and for how long: in the line of progress, or in a message
/// where there is none.
class StageProgress {
public:
    /// `verb` is what the stage does, such as "building".
    StageProgress(std::string_view verb, Io& io) : work_{.verb = std::string{verb}}, io_{io} {}

    void begin(const Manifest& job);
    /// A job that takes no time, because it failed or was built before, is not usual.
    void end();
    [[nodiscard]] const std::string& job_name() const noexcept { return work_.name; }

private:
    terminal::JobWork work_;
    Io& io_;
    std::chrono::steady_clock::time_point started_at_{};
};

/// A stage of the pipeline: passes each manifest of the input through `work` and writes it
/// immediately.
[[nodiscard]] Exit run_stage(Io& io,
                             StageProgress& progress,
                             const JobOutput& output,
                             const std::function<void(Manifest&)>& work);
[[nodiscard]] Exit run_stage(ManifestReader& reader,
                             Io& io,
                             StageProgress& progress,
                             const JobOutput& output,
                             const std::function<void(Manifest&)>& work);

/// Says that a command waits for what is typed, if standard input is a terminal. `what` is what it
/// reads, such as "jobs".
void announce_input(const Io& io, std::string_view what);

/// Writes the job, and logs a failure.
[[nodiscard]] Exit emit(const Manifest& job, const JobOutput& output, Io& io);

/// Writes text for people to standard output, above any line of progress.
void print(Io& io, std::string_view text);

/// If the job failed, logs that and the end of its output.
void report_failure(Log& log, const Manifest& job);

/// Logs the rejected entries of the job's output.
void report_rejected(Log& log, const Manifest& job);

} // namespace cb::cmd
