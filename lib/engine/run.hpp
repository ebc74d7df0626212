#pragma once

#include "base/log.hpp"
#include "engine/runner.hpp"
#include "manifest/manifest.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// What the user of `cb run` decides, besides what is in the job.
struct RunSettings {
    Request request;                   ///< its image and argv are filled in for each job
    std::vector<std::string> argv;     ///< empty: the job's own command, else `make bench`
    unsigned repeat = 1;               ///< iterations, each in a fresh sandbox
    Host host;                         ///< where it runs
    std::vector<std::string> warnings; ///< coded reasons against the choice of CPUs
};

/// The stage: runs the benchmarks of jobs that have an image, and says in each job how it went.
class RunStage {
public:
    RunStage(RunSettings settings, Log& log);

    /// Runs the job's image. A job that failed before, passes as it is; one whose benchmark or
    /// engine fails is marked so. Throws Interrupted, Error{unavailable} when the engine does not
    /// answer (the job is as it was then), Error{usage}, Error{system}.
    void run(Manifest& job);

private:
    [[nodiscard]] Runner& runner(Engine engine);
    struct Iterated {
        Run run;
        std::string problem; ///< why the last iteration did not run
    };
    [[nodiscard]] Iterated iterate(Runner& runner, const Request& request);

    RunSettings settings_;
    Log& log_;
    std::unique_ptr<Runner> docker_, native_;
};

/// The engine that has an image of this name: native for "native:…" and "dir:…".
[[nodiscard]] Engine engine_of_image(const std::string& image);

/// What the command of a job is when nobody says otherwise.
[[nodiscard]] std::vector<std::string> default_command();

} // namespace cb::engine
