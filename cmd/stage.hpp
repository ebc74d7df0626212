#pragma once

#include "command.hpp"
#include "manifest/stream.hpp"

#include <functional>

namespace cb::cmd {

/// A stage of the pipeline: each manifest of the input goes through `work` to the output at once.
[[nodiscard]] Exit run_stage(Io& io, const std::function<void(Manifest&)>& work);
[[nodiscard]] Exit
run_stage(ManifestReader& reader, Io& io, const std::function<void(Manifest&)>& work);

/// Passes the job on and says on the log if it failed.
[[nodiscard]] Exit emit(const Manifest& job, Io& io);

/// Says on the log that the job failed, if it did, and the last lines of what it printed.
void report_failure(Log& log, const Manifest& job);

/// Says on the log what of the job's output was rejected.
void report_rejected(Log& log, const Manifest& job);

/// "mirage/index 0123456789ab": how messages call a job.
[[nodiscard]] std::string name_of(const Manifest& job);

} // namespace cb::cmd
