#pragma once

#include "base/id_set.hpp"
#include "engine/container/container_facts.hpp"

#include <filesystem>
#include <optional>

namespace cb::engine {

/// The CPUs that an engine on this machine can give to its containers: those of the cgroup in which
/// it creates them, or of its nearest ancestor that exists. They are independent of the CPUs of cb,
/// which is only a client. nullopt if no cgroup is readable, as for a rootless or remote engine. In
/// any case the engine may still reject a CPU. Reads sys/fs/cgroup below `root`.
[[nodiscard]] std::optional<CpuSet>
read_engine_cpus(Engine engine, const EngineFacts& facts, const std::filesystem::path& root = "/");

} // namespace cb::engine
