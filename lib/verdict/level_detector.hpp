#pragma once

#include "verdict/fit.hpp"
#include "verdict/level.hpp"
#include "verdict/step.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cb::verdict {

/// The ChangeDetector for noisy values.
class LevelDetector {
public:
    std::span<const std::size_t> add(std::span<const double> values);
    [[nodiscard]] const std::vector<Step>& steps() const noexcept { return steps_; }

    /// Saves or restores the state: `archive` is a StateWriter or a StateReader
    /// (state_archive.hpp).
    template <typename Archive> void transfer(Archive& archive)
    {
        fit_.transfer(archive);
        archive(commits_, commit_of_, steps_, tracks_, open_, modes_, drift_, waiting_);
    }

private:
    /// Internal state of a step beyond what is reported.
    struct Track {
        std::size_t start; ///< index of the first value of the new level
        double before;     ///< levels of the fit
        double after;
    };
    struct Modes {
        double low;
        double high;
    };
    struct Drift {
        std::size_t step;
        std::size_t seen; ///< index of the value at which it was last seen
    };

    [[nodiscard]] bool is_due() const;
    void judge();
    void join_stairs();
    [[nodiscard]] bool is_stair(std::size_t k) const;
    [[nodiscard]] bool was_confirmed(std::size_t k) const;
    void skip_undone();
    void follow(std::size_t step);
    void withdraw(std::size_t step);
    [[nodiscard]] bool has_returned(std::size_t step) const;
    void advance(std::size_t step, std::size_t k, const Split& found);
    void raise(std::size_t k);
    bool raise_again(std::size_t k);
    void start_step(std::size_t k, State state);

    void look_for_modes();
    [[nodiscard]] Switches find_recent_switches(double low, double high) const;
    [[nodiscard]] bool have_settled(const Switches& switches) const;
    bool find_modes(double a, double b);
    void leave_modes();
    bool recognize_modes();
    [[nodiscard]] bool is_mode(double level) const;
    [[nodiscard]] bool is_between_modes(std::size_t k) const;

    [[nodiscard]] bool is_drift(std::size_t k, std::size_t min_after) const;
    [[nodiscard]] bool continues_drift(std::size_t k) const;

    [[nodiscard]] std::optional<std::size_t> find_boundary(std::size_t step) const;
    [[nodiscard]] bool is_same_way(std::size_t k, std::size_t step) const;
    [[nodiscard]] bool is_up(std::size_t k) const;
    [[nodiscard]] bool is_same_level(double a, double b, double gap) const;
    [[nodiscard]] bool can_confirm(const Segment& after, const Split& found) const;
    [[nodiscard]] Split measure(std::size_t k) const;
    void describe(std::size_t step, std::size_t k, const Split& found);
    void say(std::size_t step, State state);

    std::size_t commits_ = 0;
    std::vector<std::size_t> commit_of_; ///< of each value
    Fit fit_;
    std::vector<Step> steps_;
    std::vector<Track> tracks_;     ///< one per step
    std::vector<std::size_t> open_; ///< the steps still under observation
    std::vector<std::size_t> news_;
    std::optional<Modes> modes_;
    std::optional<Drift> drift_;
    bool waiting_ = false; ///< a step that went away reappears, but too weakly so far

    // For the commit being judged; boundary k is where segment k starts.
    std::vector<Segment> segments_;
    std::vector<bool> free_; ///< whether the boundary is not yet a step
};

} // namespace cb::verdict
