#pragma once

#include "verdict/step.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace cb::verdict {

/// The ChangeDetector for values that depend only on the code: each different value is immediately
/// a confirmed step.
class ExactDetector {
public:
    std::span<const std::size_t> add(std::span<const double> values);
    [[nodiscard]] const std::vector<Step>& steps() const noexcept { return steps_; }

    /// Saves or restores the state: `archive` is a StateWriter or a StateReader
    /// (state_archive.hpp).
    template <typename Archive> void transfer(Archive& archive)
    {
        archive(commits_, readings_, steps_);
    }

private:
    struct Reading {
        std::size_t commit;
        double value;
    };

    /// How the newest values switch between two values.
    struct Switches {
        std::size_t count = 0;
        std::size_t first = 0; ///< index of the first reading after the first switch
        std::size_t last = 0;  ///< the same of the last one
    };

    void compare(const Reading& previous, const Reading& now);
    void settle();
    [[nodiscard]] bool is_back(const Step& step) const;
    [[nodiscard]] Switches find_switches(double a, double b) const;
    void say(std::size_t step, State state);

    std::size_t commits_ = 0;
    std::vector<Reading> readings_;
    std::vector<Step> steps_;
    std::vector<std::size_t> news_;
};

} // namespace cb::verdict
