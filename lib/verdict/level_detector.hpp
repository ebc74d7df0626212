#pragma once

#include "verdict/fit.hpp"
#include "verdict/level.hpp"
#include "verdict/step.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace cb::verdict {

/// ChangeDetector for values with noise.
class LevelDetector {
public:
    std::span<const std::size_t> add(std::span<const double> values);
    [[nodiscard]] const std::vector<Step>& steps() const noexcept { return steps_; }

private:
    /// What the detector knows of a step beyond what it reports.
    struct Track {
        std::size_t start; ///< number of the first value of the new level
        double before;     ///< levels of the fit
        double after;
    };
    struct Modes {
        double low;
        double high;
    };
    struct Drift {
        std::size_t step;
        std::size_t seen; ///< number of the value at which it was last seen
    };

    [[nodiscard]] bool is_due() const;
    void judge();
    void skip_undone();
    void follow(std::size_t step);
    void withdraw(std::size_t step);
    void advance(std::size_t step, std::size_t k, const Split& found);
    void raise(std::size_t k);
    bool raise_again(std::size_t k);
    void start_step(std::size_t k, State state);

    void look_for_modes();
    bool find_modes(double a, double b);
    bool recognize_modes();
    [[nodiscard]] bool is_mode(double level) const;
    [[nodiscard]] bool is_between_modes(std::size_t k) const;

    [[nodiscard]] bool is_drift(std::size_t k, std::size_t least_after) const;
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
    std::vector<std::size_t> commit_of_; ///< each value
    Fit fit_;
    std::vector<Step> steps_;
    std::vector<Track> tracks_;     ///< of each step
    std::vector<std::size_t> open_; ///< the steps that are still looked at
    std::vector<std::size_t> news_;
    std::optional<Modes> modes_;
    std::optional<Drift> drift_;
    bool waiting_ = false; ///< a step that went away shows again, too faintly so far

    // Of the commit that is being judged; boundary k is where segment k starts.
    std::vector<Segment> segments_;
    std::vector<bool> free_; ///< the boundary is no step yet
};

} // namespace cb::verdict
