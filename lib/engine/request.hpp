#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "manifest/sections.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cb::engine {

/// `none` has a loopback interface and nothing else.
enum class Network { none, host };

enum class AslrMode { off, on };

/// How one iteration of a benchmark is to run. The same for every engine.
struct Request {
    std::string image; ///< the engine's name or id of it; see runner.hpp
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> env;
    std::optional<CpuSet> cpus;     ///< none: all that the engine gives
    std::optional<NodeSet> mems;    ///< none: all that the engine gives
    Bytes shm{64U << 20U};          ///< size of the tmpfs on /dev/shm
    std::optional<Bytes> memory;    ///< none: no limit
    std::uint64_t processes = 4096; ///< threads count, too
    Bytes output{64U << 20U};       ///< more output ends the run
    Duration timeout = std::chrono::hours{1};
    Network network = Network::none;
    AslrMode aslr = AslrMode::off;
    std::vector<std::string> mounts; ///< native: more of the host to show, read-only
};

/// What one iteration gave.
struct Attempt {
    Iteration iteration;
    Pins pins;
    std::string output;
    bool output_truncated = false;
    std::string log;       ///< what the engine said besides
    double overhead_s = 0; ///< wall time of the engine around the measured span
    std::string problem;   ///< Outcome::engine: why it did not run
};

/// The policy that the tmpfs on /dev/shm gets, in the range syntax of tmpfs(5) that survives
/// docker's splitting at commas: "bind:0-1". None without memory nodes.
[[nodiscard]] std::optional<std::string> shm_policy(const Request& request);

} // namespace cb::engine
