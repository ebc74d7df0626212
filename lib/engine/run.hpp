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

/// What happens to a run whose figures are invalid (Verdict::invalid).
enum class OnInvalid { keep, fail };

/// How one job is run: the options of `cb run`, and those of the job (docs/configuration.md).
struct RunSettings {
    Request request; ///< image, argv, CPUs and memory nodes are set for each job
    PlacementWish placement;
    CommandWish command;
    std::optional<WorkerName> worker; ///< nullopt: the name of this machine
    Schedule schedule;
    std::optional<std::string> against; ///< another image to alternate with the job's
    OnInvalid on_invalid = OnInvalid::keep;
    OnProgress on_progress;       ///< empty: nobody watches
    std::optional<Engine> engine; ///< for a single named image; see choose_engine()
};

/// The run stage: runs the benchmarks of jobs that have an image, and records the result in each
/// job. Keeps what is the same for all jobs: the engines.
class RunStage {
public:
    explicit RunStage(Log& log);

    /// Runs the job's image with its settings and records the worker. A job that has already failed
    /// passes unchanged. A job whose benchmark or engine fails is marked as failed. Throws
    /// Interrupted, Error{unavailable} if the engine does not answer (the job is then unchanged),
    /// Error{usage}, Error{system}.
    void run(Manifest& job, const RunSettings& settings);

private:
    [[nodiscard]] Runner& runner(Engine engine);

    Log& log_;
    std::map<Engine, std::unique_ptr<Runner>> runners_;
};

/// The engine's commands for one iteration, to show to the user. Locks nothing. Throws
/// Error{usage}.
[[nodiscard]] std::vector<std::vector<std::string>>
list_commands(const RunSettings& settings, const std::string& image, Log& log);

/// The engine that will run the image: native for "native:…" and "dir:…"; otherwise the requested
/// one; otherwise docker if its daemon answers; otherwise podman, which is logged. Throws
/// Error{usage} if the requested engine cannot run such an image, Error{unavailable} if no engine
/// answers.
[[nodiscard]] Engine choose_engine(const std::string& image, std::optional<Engine> asked, Log& log);

} // namespace cb::engine
