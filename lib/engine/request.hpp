#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/fitness_thresholds.hpp"
#include "manifest/sections.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace cb::engine {

/// `none` has a loopback interface and nothing else.
enum class Network { none, host };

enum class AslrMode { off, on };

/// What keeps the limit of processes.
enum class ProcessLimit {
    cgroup,
    user, ///< RLIMIT_NPROC: a user's in the user namespace; before Linux 5.14, on the machine
};

/// What keeps the benchmark on its CPUs.
enum class CpuKeeper {
    engine, ///< a cpuset, if it makes one
    init,   ///< cb-init, which answers each call that would leave them (init/affinity.hpp)
};

/// What a benchmark runs in.
struct Image {
    std::string id{};                      ///< "sha256:…" of an engine, "native:…" or "dir:…"
    std::string work_directory{};          ///< where the command starts; empty: /
    std::vector<std::string> entrypoint{}; ///< words in front of every command
    /// What its own Dockerfile says is to be run; none where no such Dockerfile is known.
    std::optional<std::vector<std::string>> command{};
    std::set<std::string> variables{}; ///< names of its environment
    std::string digest{}; ///< "name@sha256:…" by which a registry knows it; empty: no registry does
};

/// How one iteration of a benchmark is to run. The same for every engine.
struct Request {
    Image image;
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> env;
    std::optional<CpuSet> cpus;       ///< none: all that the engine gives
    std::optional<NodeSet> mems;      ///< none: all that the engine gives
    Bytes shm{64U << 20U};            ///< size of the tmpfs on /dev/shm
    std::optional<NodeSet> shm_nodes; ///< that it is bound to; none: to none
    std::optional<Bytes> memory;      ///< none: no limit
    std::uint64_t processes = 4096;   ///< threads count, too
    ProcessLimit process_limit = ProcessLimit::cgroup;
    CpuKeeper cpu_keeper = CpuKeeper::engine;
    Bytes output{64U << 20U};                ///< more output, of all streams, ends the run
    Bytes disk{10ULL << 30U};                ///< more written ends the run
    std::optional<std::uint64_t> open_files; ///< of a process; none: what the engine gives
    Duration timeout = std::chrono::hours{1};
    std::optional<Duration> cpu_time; ///< of all its processes together; none: no limit
    Network network = Network::none;
    AslrMode aslr = AslrMode::off;
    std::vector<std::string> mounts;  ///< directories of the host to show, read-only
    std::vector<std::string> results; ///< files of results that the command writes
    FitnessThresholds fitness;        ///< how quiet the machine has to be
};

/// The limit of memory that was asked for, else 3/4 of the machine's, so that what grows without
/// end is ended and not the machine. None where the size of the machine is unknown.
[[nodiscard]] inline std::optional<Bytes> memory_limit(std::optional<Bytes> asked,
                                                       std::uint64_t machine_bytes)
{
    constexpr std::uint64_t quarter = 4;
    return asked || machine_bytes == 0 ? asked : Bytes{machine_bytes - machine_bytes / quarter};
}

/// What one iteration gave.
struct Attempt {
    Iteration iteration;
    Pins pins;
    Fitness fitness;
    std::string output, error_output;
    bool output_truncated = false;
    std::vector<ResultsFile> files;
    std::string log;       ///< what the engine said besides
    double overhead_s = 0; ///< wall time of the engine around the measured span
    std::map<std::string, std::string> provenance; ///< of the sandbox; see Run
    std::string problem;                           ///< Outcome::engine: why it did not run
    Fault fault = Fault::commit;                   ///< whose it is that it did not end well
};

} // namespace cb::engine
