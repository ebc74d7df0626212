#include "terminal/progress_text.hpp"

#include "base/utf8.hpp"
#include "stats/interval.hpp"
#include "stats/summary.hpp"
#include "terminal/quantity_text.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace cb::terminal {

namespace {

constexpr std::size_t max_name_bytes = 120;

/// The time left if the rest takes as long as what is done; nullopt before the first.
std::optional<Duration> estimate_left(double share, Duration elapsed)
{
    if (!(share > 0) || share > 1) {
        return std::nullopt;
    }
    constexpr double max_s = 1e8; // three years; a Duration holds 292
    const auto left_s = seconds(elapsed) * (1 / share - 1);
    return std::chrono::duration_cast<Duration>(
        std::chrono::duration<double>{std::min(left_s, max_s)});
}

/// 0 if nothing says how much there is.
double share_of(const CountedWork& work)
{
    if (work.share) {
        return *work.share;
    }
    return work.total && *work.total > 0
               ? static_cast<double>(work.done) / static_cast<double>(*work.total)
               : 0;
}

std::string describe_left(const std::optional<Duration>& left)
{
    return left ? fmt::format(", about {} left", to_clock_text(*left)) : "";
}

} // namespace

RunState find_state(const engine::RunProgress& progress)
{
    constexpr double confidence = 0.95;
    RunState state{.phase = progress.phase, .number = progress.number, .planned = progress.planned};
    std::vector<double> wall_s;
    for (const auto& iteration : progress.run.iterations) {
        wall_s.push_back(iteration.wall_s);
    }
    if (!wall_s.empty()) {
        state.median_s = stats::median(wall_s);
        state.half_width = stats::relative_half_width(wall_s, confidence);
        state.verdict = progress.run.fitness.verdict.known();
    }
    return state;
}

std::string to_progress_line(const RunState& state, Duration elapsed)
{
    const bool is_warmup = state.phase == engine::RunProgress::Phase::warmup;
    auto line = fmt::format("{} {}", is_warmup ? "warmup" : "run", state.number);
    if (state.planned) {
        line += fmt::format("/{}", *state.planned);
    }
    line += "  " + to_clock_text(elapsed);
    if (state.planned && !is_warmup) {
        line += describe_left(
            estimate_left(static_cast<double>(state.number - 1) / *state.planned, elapsed));
    }
    if (state.median_s) {
        line += "  median " + verdict::to_value_text(*state.median_s, "s");
    }
    if (state.half_width && std::isfinite(*state.half_width)) {
        constexpr double percent = 100;
        line += fmt::format(" \u00b1{:.2g} %", percent * *state.half_width);
    }
    if (state.verdict) {
        line += fmt::format("  machine {}", to_word(*state.verdict));
    }
    return line;
}

std::string to_progress_line(const CountedWork& work, Duration elapsed)
{
    const auto whole = work.elapsed + elapsed;
    auto line = printable(work.verb, max_name_bytes);
    if (!work.singular.empty()) {
        line += work.total ? fmt::format(": {} of {}",
                                         to_count_text(work.done),
                                         to_count_text(*work.total, work.singular))
                           : ": " + to_count_text(work.done, work.singular);
    }
    const auto whole_s = seconds(whole);
    if (work.done > 0 && whole_s >= 1) {
        const auto rate = static_cast<double>(work.done) / whole_s;
        line += rate >= 1 ? fmt::format(", {}/s", to_count_text(static_cast<std::uint64_t>(rate)))
                          : fmt::format(", {:.2g}/s", rate);
    }
    return line + ", " + to_clock_text(whole) + describe_left(estimate_left(share_of(work), whole));
}

std::string to_progress_line(const JobWork& work, Duration elapsed)
{
    auto line = fmt::format("{} {}, job {}, {}",
                            work.verb,
                            printable(work.name, max_name_bytes),
                            work.number,
                            to_clock_text(elapsed));
    return work.usual ? line + fmt::format(", usually {}", to_clock_text(*work.usual)) : line;
}

} // namespace cb::terminal
