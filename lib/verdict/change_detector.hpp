#pragma once

#include "verdict/exact_detector.hpp"
#include "verdict/level_detector.hpp"

#include <span>
#include <variant>
#include <vector>

namespace cb::verdict {

enum class Movement {
    noisy, ///< values differ from run to run, such as times
    exact, ///< values of the same code are the same, such as sizes: every change counts
};

/// Finds the steps of one series while its history grows. What is said with a commit depends only
/// on the values up to it, and is never taken back unsaid: a step changes its state instead.
class ChangeDetector {
public:
    explicit ChangeDetector(Movement movement = Movement::noisy)
    {
        if (movement == Movement::exact) {
            detector_.emplace<ExactDetector>();
        }
    }

    /// Adds the next commit with its values, in the unit of the series: the medians of its jobs, of
    /// which the median counts; none if the commit was not measured. Returns the steps whose state
    /// is another since, by their place in steps(), until the next call.
    /// Throws Error{bad_input} for a value that is not a finite number, and then adds nothing.
    std::span<const std::size_t> add(std::span<const double> values)
    {
        return std::visit([&](auto& detector) { return detector.add(values); }, detector_);
    }

    /// All that were ever reported, in the order in which they were.
    [[nodiscard]] const std::vector<Step>& steps() const noexcept
    {
        return std::visit(
            [](const auto& detector) -> const std::vector<Step>& { return detector.steps(); },
            detector_);
    }

private:
    std::variant<LevelDetector, ExactDetector> detector_;
};

} // namespace cb::verdict
