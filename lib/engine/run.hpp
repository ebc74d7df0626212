#pragma once

#include "base/log.hpp"
#include "engine/command.hpp"
#include "engine/iterations.hpp"
#include "engine/placement.hpp"
#include "manifest/manifest.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// What becomes of a run whose figures are not what was asked for (Verdict::invalid).
enum class OnInvalid { keep, fail };

/// What the user of `cb run` decides, besides what is in the job.
struct RunSettings {
    Request request; ///< its image, argv, CPUs and memory nodes are filled in for each job
    PlacementWish placement;
    CommandWish command;
    std::optional<std::string> config_name; ///< none: the job's own
    std::optional<WorkerName> worker;       ///< none: the name of this machine
    Schedule schedule;
    std::optional<std::string> against; ///< another image, to run in turns with the job's
    OnInvalid on_invalid = OnInvalid::keep;
    std::optional<Engine> engine; ///< of the one image that is named; see engine_of_image()
};

/// The stage: runs the benchmarks of jobs that have an image, and says in each job how it went.
class RunStage {
public:
    RunStage(RunSettings settings, Log& log);

    /// Runs the job's image and names the worker. A job that failed before passes as it is; one
    /// whose benchmark or engine fails is marked so. Throws Interrupted, Error{unavailable} when
    /// the engine does not answer (the job is as it was then), Error{usage}, Error{system}.
    void run(Manifest& job);

private:
    [[nodiscard]] Runner& runner(Engine engine);
    [[nodiscard]] Request
    request_for(const Manifest& job, const Image& image, const Host& host) const;
    [[nodiscard]] std::optional<NodeSet> shm_nodes(const Runner& engine,
                                                   const Placement& placement) const;
    void run_placed(Manifest& job, Runner& engine, const Image& image);
    void run_against(Manifest& job, Runner& engine, Iterations& iterations);
    void keep(Manifest& job, Iterations& iterations) const;

    RunSettings settings_;
    Log& log_;
    std::map<Engine, std::unique_ptr<Runner>> runners_;
};

/// The engine's commands of one iteration, for a person to look at. Nothing is locked. Throws
/// Error{usage}.
[[nodiscard]] std::vector<std::vector<std::string>>
commands_of(const RunSettings& settings, const std::string& image, Log& log);

/// The engine that is to run the image: native for "native:…" and "dir:…", else the one that was
/// asked for, else docker if its daemon answers, else podman, which it says. Throws Error{usage}
/// when what was asked for cannot have such an image, Error{unavailable} when no engine answers.
[[nodiscard]] Engine
engine_of_image(const std::string& image, std::optional<Engine> asked, Log& log);

} // namespace cb::engine
