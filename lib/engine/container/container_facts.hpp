#pragma once

#include "manifest/sections.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What docker and podman say, where they differ. Neither is native here.
namespace cb::engine {

/// What of an engine matters to a run.
struct EngineFacts {
    bool is_local = false;     ///< it runs on this machine
    bool is_rootless = false;  ///< as far as it tells; docker does not
    std::string root;          ///< where it keeps its files
    std::string cgroup_driver; ///< "cgroupfs", "systemd", "none"
    std::string version;
    std::string runtime, runtime_version;
    Host host; ///< the engine's machine, as far as it tells
};

/// Whether the engine keeps a limit of memory: podman without root passes it over where cgroups are
/// of version 1, with a warning only.
[[nodiscard]] bool keeps_memory_limit(const EngineFacts& facts);

/// What there is to say to and about an engine.
struct Dialect {
    std::vector<std::string> ping; ///< prints something where the engine works, else fails
    std::string_view does_not_answer;
    std::string_view is_missing; ///< what to ask oneself when it could not be called
    std::string_view is_elsewhere;
    std::string_view info; ///< the template of `info`: a fact a line
};

[[nodiscard]] const Dialect& dialect_of(Engine engine);

/// The facts that `info` printed. `endpoint` is the URL of docker's context; podman has none.
[[nodiscard]] EngineFacts
parse_facts(Engine engine, std::string_view info, std::string_view endpoint);

/// What an engine says in `text`, as one line: the last that is not empty, without the words that
/// engines put in front of every message.
[[nodiscard]] std::string message_in(std::string_view text);

} // namespace cb::engine
