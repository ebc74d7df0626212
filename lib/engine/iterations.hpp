#pragma once

#include "engine/runner.hpp"
#include "manifest/sections.hpp"
#include "stats/stopping_rule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cb::engine {

/// How often a benchmark runs.
struct Schedule {
    unsigned warmup = 0;                      ///< iterations before those that are kept
    std::optional<unsigned> repeat;           ///< iterations; none: the default of what is done
    std::optional<stats::StoppingRule> until; ///< in place of `repeat`
    unsigned retries = 0; ///< iterations that may be done again because the machine was not quiet
};

/// The iterations of one benchmark, each in a fresh sandbox, put together as they come.
class Iterations {
public:
    /// \pre `runner` outlives it
    Iterations(Runner& runner, Request request, unsigned retries);

    /// Iterations that are not kept, unless one fails: then it tells why.
    void warm_up(unsigned times);

    /// One more, done again as long as the machine was not quiet and there are retries left. Throws
    /// as Runner::attempt. \pre ok()
    void add_one();

    /// Whether none has failed so far.
    [[nodiscard]] bool ok() const noexcept { return run_.outcome == Outcome::ok; }
    /// Of the iterations that are kept, in seconds.
    [[nodiscard]] std::vector<double> wall_s() const;
    /// Why the last iteration did not run; empty if it did.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// Whose fault that is. \pre !ok()
    [[nodiscard]] Fault fault() const noexcept { return fault_; }
    [[nodiscard]] const Request& request() const noexcept { return request_; }
    [[nodiscard]] Run& run() noexcept { return run_; }

private:
    [[nodiscard]] Attempt attempt();
    void keep(Attempt&& attempt);

    Runner& runner_;
    Request request_;
    unsigned retries_;
    Run run_;
    std::string problem_{};
    Fault fault_{};
};

/// Runs them all: until one fails, and as often as the schedule says. `run().stopping` says how a
/// rule decided.
void run_all(Iterations& iterations, const Schedule& schedule);

/// What a person is told of a run that did not end well; empty if it did.
[[nodiscard]] std::string describe_failure(Iterations& iterations);

} // namespace cb::engine
