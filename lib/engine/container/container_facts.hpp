#pragma once

#include "manifest/sections.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What docker and podman report, where they differ. `Engine` is never native here.
namespace cb::engine {

/// The properties of an engine that matter for a run.
struct EngineFacts {
    bool is_local = false;       ///< it runs on this machine
    bool is_rootless = false;    ///< if the engine reports it; docker does not
    std::string context{};       ///< docker's, which has its address
    std::string root{};          ///< the directory of its files
    std::string cgroup_driver{}; ///< "cgroupfs", "systemd", "none"
    std::string version{};
    std::string runtime{}, runtime_version{};
    Host host{}; ///< the engine's machine, as far as the engine reports it
};

/// Whether the engine enforces a memory limit. Rootless podman on cgroup v1 only prints a warning
/// and ignores the limit.
[[nodiscard]] bool keeps_memory_limit(const EngineFacts& facts);

/// How to talk to an engine and about it.
struct Dialect {
    std::vector<std::string> ping; ///< prints something if the engine works; fails otherwise
    std::string_view does_not_answer;
    std::string_view is_missing; ///< a hint for when it could not be started
    std::string_view is_elsewhere;
    std::string_view json; ///< the format of `info` that prints JSON
};

[[nodiscard]] const Dialect& get_dialect(Engine engine);

/// Parses the JSON of `info`, of docker's program or of its daemon. It does not say whether docker
/// is local. Empty if it is not JSON.
[[nodiscard]] EngineFacts parse_facts(Engine engine, std::string_view info);

/// Parses the docker daemon's list of containers; nullopt if it is not one.
[[nodiscard]] std::optional<std::vector<std::string>> parse_container_names(std::string_view json);

/// Parses what the docker daemon says about a container; nullopt if that is not in it.
[[nodiscard]] std::optional<bool> parse_oom_killed(std::string_view json);

/// The engine's message in `text`: the last line that is not blank, without the prefix that engines
/// put before every message.
[[nodiscard]] std::string find_message(std::string_view text);

} // namespace cb::engine
