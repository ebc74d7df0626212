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

/// `none` has only a loopback interface.
enum class Network { none, host };

enum class AslrMode { off, on };

/// What enforces the process limit.
enum class ProcessLimit {
    cgroup,
    user, ///< RLIMIT_NPROC: per user and user namespace; before Linux 5.14, per user on the machine
};

/// What keeps the benchmark on its CPUs.
enum class CpuKeeper {
    engine, ///< a cpuset, if the engine creates one
    init,   ///< cb-init, which handles each call that would change the affinity (init/affinity.hpp)
};

/// The image that a benchmark runs in.
struct Image {
    /// "sha256:…" for a container engine, "native:…" or "dir:…".
    std::string id{};
    std::string work_directory{};          ///< where the command starts; empty: /
    std::vector<std::string> entrypoint{}; ///< words that precede every command
    /// The command set by the project's own Dockerfile; nullopt if no such Dockerfile is known.
    std::optional<std::vector<std::string>> command{};
    std::set<std::string> variables{};  ///< names of the variables in its environment
    std::vector<std::string> digests{}; ///< "name@sha256:…", its names in registries
    /// "sha256:…" of its layers and of what a run sees of its configuration; empty: not an
    /// engine's.
    std::string content{};

    /// Its name in a registry; empty: it is in none.
    [[nodiscard]] std::string digest() const { return digests.empty() ? "" : digests.front(); }
};

/// How to run one iteration of a benchmark. The same for every engine.
struct Request {
    Image image;
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> env;
    std::optional<CpuSet> cpus;       ///< nullopt: all that the engine provides
    std::optional<NodeSet> mems;      ///< nullopt: all that the engine provides
    Bytes shm{64U << 20U};            ///< size of the tmpfs on /dev/shm
    std::optional<NodeSet> shm_nodes; ///< its memory nodes; nullopt: not bound
    std::optional<Bytes> memory;      ///< nullopt: no limit
    std::uint64_t processes = 4096;   ///< includes threads
    ProcessLimit process_limit = ProcessLimit::cgroup;
    CpuKeeper cpu_keeper = CpuKeeper::engine;
    /// More output, from both streams together, ends the run.
    Bytes output{64U << 20U};
    Bytes disk{10ULL << 30U};                ///< more data written ends the run
    std::optional<std::uint64_t> open_files; ///< per process; nullopt: the engine's default
    Duration timeout = std::chrono::hours{1};
    std::optional<Duration> cpu_time; ///< of all its processes together; nullopt: no limit
    Network network = Network::none;
    AslrMode aslr = AslrMode::off;
    std::vector<std::string> mounts;  ///< host directories, mounted read-only
    std::vector<std::string> results; ///< results files that the command writes
    host::FitnessThresholds fitness;  ///< how quiet the machine must be
};

/// The requested memory limit, or 3/4 of the machine's memory, so that a benchmark with a memory
/// leak is killed before it exhausts the machine. nullopt if the machine's size is unknown.
[[nodiscard]] inline std::optional<Bytes> memory_limit(std::optional<Bytes> asked,
                                                       std::uint64_t machine_bytes)
{
    constexpr std::uint64_t quarter = 4;
    return asked || machine_bytes == 0 ? asked : Bytes{machine_bytes - machine_bytes / quarter};
}

/// The result of one iteration.
struct Attempt {
    Iteration iteration;
    Pins pins;
    Fitness fitness;
    std::string output, error_output;
    bool output_truncated = false;
    std::vector<ResultsFile> files;
    std::string log;       ///< other messages of the engine
    double overhead_s = 0; ///< wall time that the engine took around the measured span
    std::map<std::string, std::string> provenance; ///< of the sandbox; see Run
    std::string problem;                           ///< if Outcome::engine: why it did not run
    Fault fault = Fault::commit;                   ///< who is at fault if it did not end well
};

} // namespace cb::engine
