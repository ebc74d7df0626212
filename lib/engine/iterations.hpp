#pragma once

#include "engine/runner.hpp"
#include "manifest/sections.hpp"
#include "stats/stopping_rule.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// How often a benchmark runs.
struct Schedule {
    unsigned warmup = 0;                      ///< iterations before those that are recorded
    std::optional<unsigned> repeat;           ///< iterations; nullopt: the default of the command
    std::optional<stats::StoppingRule> until; ///< replaces `repeat`
    unsigned retries = 0; ///< iterations that may be repeated because the machine was not quiet
};

/// How far the iterations of a job are.
struct RunProgress {
    enum class Phase { warmup, measuring };

    Phase phase{};
    unsigned number = 1;               ///< of the iteration that starts now, from 1
    std::optional<unsigned> planned{}; ///< nullopt: a stopping rule decides
    const Run& run;                    ///< what was measured so far; valid during the call
};

/// Called right before each iteration starts, while nothing is measured.
using OnProgress = std::function<void(const RunProgress&)>;

/// The iterations of one benchmark, each in a new sandbox, merged into one run.
class Iterations {
public:
    /// \pre `runner` outlives this object
    Iterations(Runner& runner, Request request, unsigned retries);

    /// Calls `on_progress`, unless it is empty, before each iteration of `planned`.
    void observe(OnProgress on_progress, std::optional<unsigned> planned);

    /// Runs iterations without recording them. A failing one is recorded, to report the failure.
    void warm_up(unsigned times);

    /// Runs one iteration, and repeats it while the machine was not quiet and retries are left.
    /// Throws like Runner::attempt. \pre ok()
    void add_one();

    /// Whether no iteration has failed so far.
    [[nodiscard]] bool ok() const noexcept { return run_.outcome == Outcome::ok; }
    /// Wall times of the recorded iterations, in seconds.
    [[nodiscard]] std::vector<double> wall_s() const;
    /// Why the last iteration did not run; empty if it ran.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// Whose fault that is. \pre !ok()
    [[nodiscard]] Fault fault() const noexcept { return fault_; }
    [[nodiscard]] const Request& request() const noexcept { return request_; }
    [[nodiscard]] Run& run() noexcept { return run_; }

private:
    [[nodiscard]] Attempt attempt();
    void report(RunProgress::Phase phase, unsigned number, std::optional<unsigned> planned) const;
    void keep(Attempt&& attempt);

    Runner& runner_;
    Request request_;
    unsigned retries_;
    OnProgress on_progress_{};
    std::optional<unsigned> planned_{};
    Run run_;
    std::string problem_{};
    Fault fault_{};
};

/// Runs the iterations of the schedule and stops at the first failure. `run().stopping` records the
/// decision of a stopping rule.
void run_all(Iterations& iterations, const Schedule& schedule);

/// A description of a failed run for the user; empty if the run ended well.
[[nodiscard]] std::string describe_failure(Iterations& iterations);

} // namespace cb::engine
