#pragma once

#include "json/writer.hpp"
#include "manifest/sections.hpp"

#include <cstdint>

namespace cb {

/// The identity of the job that benchmarks the source's commit with this configuration for the
/// `attempt`th time (from 1). Of the source, only the repository's name and the commit count, so
/// one commit on two branches is one job.
[[nodiscard]] JobId job_identity(const Source& source, const Config& config, std::uint64_t attempt);

/// Writes what makes two configurations different: everything but the options.
void write_identity(JsonWriter& json, const Config& config);

} // namespace cb
