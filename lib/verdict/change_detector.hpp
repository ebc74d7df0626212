#pragma once

#include "verdict/exact_detector.hpp"
#include "verdict/level_detector.hpp"
#include "verdict/movement.hpp"

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace cb::verdict {

/// To be raised with every change of what the detectors find or of what their state consists of, so
/// that saved states are ignored.
inline constexpr std::uint32_t detector_version = 6;

/// Finds the steps of one series as its history grows. What it reports with a commit depends only
/// on the values up to that commit. It never withdraws a step silently: the step changes its state
/// instead.
class ChangeDetector {
public:
    explicit ChangeDetector(Movement movement = Movement::noisy)
    {
        if (movement == Movement::exact) {
            detector_.emplace<ExactDetector>();
        }
    }

    /// Adds the next commit with its values, in the unit of the series: one median per job. The
    /// median of these counts; an empty list means that the commit was not measured. Returns the
    /// steps whose state has changed, as indexes into steps(), valid until the next call. If a
    /// value is not finite, throws Error{bad_input} and adds nothing.
    std::span<const std::size_t> add(std::span<const double> values)
    {
        return std::visit([&](auto& detector) { return detector.add(values); }, detector_);
    }

    /// All steps ever reported, in the order of their reports.
    [[nodiscard]] const std::vector<Step>& steps() const noexcept
    {
        return std::visit(
            [](const auto& detector) -> const std::vector<Step>& { return detector.steps(); },
            detector_);
    }

    /// The same as of the detectors. \pre this and the saved one were made for the same movement
    template <typename Archive> void transfer(Archive& archive)
    {
        std::visit([&archive](auto& detector) { detector.transfer(archive); }, detector_);
    }

private:
    std::variant<LevelDetector, ExactDetector> detector_;
};

} // namespace cb::verdict
