#pragma once

#include "command.hpp"
#include "manifest/stream.hpp"

#include <functional>

namespace cb::cmd {

/// A stage of the pipeline: passes each manifest of the input through `work` and writes it
/// immediately.
[[nodiscard]] Exit run_stage(Io& io, const std::function<void(Manifest&)>& work);
[[nodiscard]] Exit
run_stage(ManifestReader& reader, Io& io, const std::function<void(Manifest&)>& work);

/// Writes the job, and logs a failure.
[[nodiscard]] Exit emit(const Manifest& job, Io& io);

/// If the job failed, logs that and the end of its output.
void report_failure(Log& log, const Manifest& job);

/// Logs the rejected entries of the job's output.
void report_rejected(Log& log, const Manifest& job);

/// The name of a job in messages: "mirage/index 0123456789ab".
[[nodiscard]] std::string name_of(const Manifest& job);

} // namespace cb::cmd
