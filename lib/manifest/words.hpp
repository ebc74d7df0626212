#pragma once

#include "base/words.hpp"

#include <array>

/// The enumerations of a manifest, and their words in manifests, options and databases.
namespace cb {

enum class Status { ok, failed };
template <>
inline constexpr auto words<Status> =
    std::array{Word{Status::ok, "ok"}, Word{Status::failed, "failed"}};

enum class Stage { watch, build, run, parse, store };
template <>
inline constexpr auto words<Stage> = std::array{Word{Stage::watch, "watch"},
                                                Word{Stage::build, "build"},
                                                Word{Stage::run, "run"},
                                                Word{Stage::parse, "parse"},
                                                Word{Stage::store, "store"}};

/// Whose fault a failure is. The commit's fault ends its job; the machine's fault leaves the job
/// due.
enum class Fault { commit, machine };
template <>
inline constexpr auto words<Fault> =
    std::array{Word{Fault::commit, "commit"}, Word{Fault::machine, "machine"}};

/// What runs containers or sandboxes.
enum class Engine { docker, podman, native };
template <>
inline constexpr auto words<Engine> = std::array{
    Word{Engine::docker, "docker"}, Word{Engine::podman, "podman"}, Word{Engine::native, "native"}};

/// How the benchmark ended. `engine`: the engine failed and the benchmark never ran. A job whose
/// commit is `not_relevant` has status ok and no results.
enum class Outcome {
    ok,
    not_relevant,
    exit,
    signal,
    timeout,
    cpu_limit,
    oom,
    output_limit,
    disk_limit,
    engine,
};
template <>
inline constexpr auto words<Outcome> = std::array{Word{Outcome::ok, "ok"},
                                                  Word{Outcome::not_relevant, "not_relevant"},
                                                  Word{Outcome::exit, "exit"},
                                                  Word{Outcome::signal, "signal"},
                                                  Word{Outcome::timeout, "timeout"},
                                                  Word{Outcome::cpu_limit, "cpu_limit"},
                                                  Word{Outcome::oom, "oom"},
                                                  Word{Outcome::output_limit, "output_limit"},
                                                  Word{Outcome::disk_limit, "disk_limit"},
                                                  Word{Outcome::engine, "engine"}};

/// `off_verified`: read back in the process that ran the benchmark.
enum class Aslr { off_verified, requested_but_on, on };
template <>
inline constexpr auto words<Aslr> = std::array{Word{Aslr::off_verified, "off_verified"},
                                               Word{Aslr::requested_but_on, "requested_but_on"},
                                               Word{Aslr::on, "on"}};

/// What confines a benchmark to its CPUs and memory nodes.
enum class HeldBy {
    cpuset,  ///< the cgroup's cpuset: the benchmark cannot escape
    filter,  ///< a system call filter: the benchmark cannot escape
    request, ///< only the initial affinity: the benchmark could escape
};
template <>
inline constexpr auto words<HeldBy> = std::array{Word{HeldBy::cpuset, "cpuset"},
                                                 Word{HeldBy::filter, "filter"},
                                                 Word{HeldBy::request, "request"}};

/// Whether the machine was quiet, from good to bad.
enum class Verdict { clean, suspect, invalid };
template <>
inline constexpr auto words<Verdict> = std::array{Word{Verdict::clean, "clean"},
                                                  Word{Verdict::suspect, "suspect"},
                                                  Word{Verdict::invalid, "invalid"}};

/// Which way is better.
enum class Direction { lower, higher, unknown };
template <>
inline constexpr auto words<Direction> = std::array{Word{Direction::lower, "lower"},
                                                    Word{Direction::higher, "higher"},
                                                    Word{Direction::unknown, "unknown"}};

/// Why the iterations stopped.
enum class StopReason { precise_enough, out_of_time, out_of_runs, failed };
template <>
inline constexpr auto words<StopReason> =
    std::array{Word{StopReason::precise_enough, "precise_enough"},
               Word{StopReason::out_of_time, "out_of_time"},
               Word{StopReason::out_of_runs, "out_of_runs"},
               Word{StopReason::failed, "failed"}};

/// How values compare with those of a base.
enum class Comparison {
    slower,        ///< the values are worse
    faster,        ///< the values are better
    changed,       ///< the values differ, but the better direction is unknown
    no_difference, ///< any difference is within the noise
    too_few,       ///< too few values to decide
};
template <>
inline constexpr auto words<Comparison> =
    std::array{Word{Comparison::slower, "slower"},
               Word{Comparison::faster, "faster"},
               Word{Comparison::changed, "changed"},
               Word{Comparison::no_difference, "no_difference"},
               Word{Comparison::too_few, "too_few"}};

} // namespace cb
