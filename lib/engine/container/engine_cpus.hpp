#pragma once

#include "base/id_set.hpp"
#include "engine/container/container_facts.hpp"

#include <filesystem>
#include <optional>

namespace cb::engine {

/// The CPUs that an engine of this machine can give to its containers: those of the cgroup that it
/// makes them in, or of the nearest one above that is there. They have nothing to do with the CPUs
/// of cb, which only asks the engine. None where no cgroup tells, as of a rootless or remote
/// engine; the engine's own refusal is the last word in any case. Reads sys/fs/cgroup below `root`.
[[nodiscard]] std::optional<CpuSet>
cpus_of_engine(Engine engine, const EngineFacts& facts, const std::filesystem::path& root = "/");

} // namespace cb::engine
