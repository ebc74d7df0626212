#include "terminal/run_text.hpp"

#include "base/spark.hpp"
#include "base/utf8.hpp"
#include "engine/against.hpp"
#include "stats/interval.hpp"
#include "stats/summary.hpp"
#include "terminal/fitness_text.hpp"
#include "terminal/job_text.hpp"
#include "terminal/labelled_text.hpp"
#include "terminal/quantity_text.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace cb::terminal {

namespace {

constexpr std::size_t max_command = 1000;

std::vector<double> list_wall_s(const std::vector<Iteration>& iterations)
{
    std::vector<double> wall_s;
    for (const auto& iteration : iterations) {
        wall_s.push_back(iteration.wall_s);
    }
    return wall_s;
}

std::string to_seconds_text(double seconds)
{
    return verdict::to_value_text(seconds, "s");
}

/// The interval that a stopping rule used, or the one for a fixed number of runs.
std::optional<stats::Interval> find_interval(const Run& run, const std::vector<double>& wall_s)
{
    constexpr double usual_confidence = 0.95;
    const auto& stopping = run.stopping;
    if (stopping && stopping->low_s && stopping->high_s && stopping->confidence) {
        return stats::Interval{*stopping->low_s, *stopping->high_s, *stopping->confidence};
    }
    return stats::median_interval(wall_s, usual_confidence);
}

class BlockWriter {
public:
    BlockWriter(const Manifest& job, const TextStyle& style)
        : job_{job}, run_{*job.run()}, wall_s_{list_wall_s(job.run()->iterations)}, style_{style},
          lines_{style}
    {}

    std::string write()
    {
        const auto command = printable(fmt::format("{}", fmt::join(run_.argv, " ")), max_command);
        lines_.add_heading(job_.source().commit ? name_of(job_) + ": " + command : command);
        if (!(run_.outcome == Outcome::ok)) {
            lines_.add("Outcome", printable(run_.outcome.text(), max_command), Hue::bad);
        }
        if (!wall_s_.empty()) {
            add_times();
            add_usage();
        }
        if (run_.against) {
            lines_.add("Against",
                       fmt::format("{}: {}",
                                   printable(run_.against->image, max_command),
                                   engine::describe(*run_.against)),
                       hue_of_comparison(run_.against->verdict.known()));
        }
        if (!wall_s_.empty()) {
            add_fitness();
            add_pins();
        }
        return lines_.take();
    }

private:
    void add_times()
    {
        if (wall_s_.size() == 1) {
            lines_.add("Time", to_seconds_text(wall_s_.front()));
            return;
        }
        auto median = to_seconds_text(stats::median(wall_s_));
        if (const auto interval = find_interval(run_, wall_s_)) {
            constexpr double percent = 100;
            median +=
                fmt::format("   {:.3g} % confidence: {}",
                            percent * interval->confidence,
                            verdict::to_step_text(interval->low, interval->high, "s", dots()));
        }
        lines_.add("Median", median);
        constexpr std::size_t bins = 12;
        const auto [min, max] = std::minmax_element(wall_s_.begin(), wall_s_.end());
        lines_.add("Range",
                   fmt::format("{}   {}   {}",
                               verdict::to_step_text(*min, *max, "s", dots()),
                               to_count_text(wall_s_.size(), "run"),
                               draw_histogram(wall_s_, bins, style_.charset)));
    }

    void add_usage()
    {
        const auto& usage = run_.usage;
        const auto runs = static_cast<double>(wall_s_.size());
        if (usage.user_s && usage.system_s) {
            lines_.add("Processor",
                       fmt::format("{} user, {} system{}",
                                   to_seconds_text(*usage.user_s / runs),
                                   to_seconds_text(*usage.system_s / runs),
                                   wall_s_.size() == 1 ? "" : ", mean of the runs"));
        }
        if (usage.peak_memory_bytes) {
            lines_.add("Memory",
                       verdict::to_value_text(static_cast<double>(*usage.peak_memory_bytes), "B") +
                           " peak");
        }
    }

    void add_fitness()
    {
        const auto verdict = run_.fitness.verdict.known();
        lines_.add("Machine",
                   printable(run_.fitness.verdict.text(), max_command),
                   verdict ? hue_of(*verdict) : Hue::plain);
        for (const auto& reason : run_.fitness.reasons) {
            if (!(reason.weight == Verdict::clean)) {
                lines_.add("", to_reason_text(reason));
            }
        }
    }

    void add_pins()
    {
        const auto& pins = run_.pins;
        std::vector<std::string> proved;
        if (pins.cpus && pins.held_by) {
            proved.push_back(fmt::format("CPUs {} ({})",
                                         pins.cpus->to_string(),
                                         printable(pins.held_by->text(), max_command)));
        }
        if (pins.mems) {
            proved.push_back(fmt::format("memory nodes {}", pins.mems->to_string()));
        }
        if (pins.shm) {
            proved.push_back(
                fmt::format("/dev/shm {}{}",
                            pins.shm->to_string(),
                            pins.shm_policy ? " " + printable(*pins.shm_policy, max_command) : ""));
        }
        proved.emplace_back(pins.aslr == Aslr::off_verified ? "addresses not randomized"
                                                            : "addresses randomized");
        lines_.add("Proved", fmt::format("{}", fmt::join(proved, ", ")));
    }

    static Hue hue_of_comparison(std::optional<Comparison> comparison)
    {
        return comparison == Comparison::slower   ? Hue::bad
               : comparison == Comparison::faster ? Hue::good
                                                  : Hue::plain;
    }

    [[nodiscard]] std::string_view dots() const
    {
        return style_.charset == Charset::ascii ? ".." : "\u2026";
    }

    const Manifest& job_;
    const Run& run_;
    std::vector<double> wall_s_;
    const TextStyle& style_;
    LabelledLines lines_;
};

} // namespace

std::string summarize(const Manifest& job)
{
    const auto& run = *job.run();
    const auto wall_s = list_wall_s(run.iterations);
    auto text = fmt::format("{}: {}",
                            job.source().commit ? name_of(job) : to_short_image(run.image),
                            to_count_text(wall_s.size(), "run"));
    if (!wall_s.empty()) {
        text += fmt::format(", wall time {:.4g} s", stats::median(wall_s));
    }
    if (wall_s.size() > 1) {
        const auto [min, max] = std::minmax_element(wall_s.begin(), wall_s.end());
        text += fmt::format(" ({:.4g} to {:.4g} s)", *min, *max);
    }
    if (run.outcome == Outcome::not_relevant) {
        text += ", the commit is not relevant";
    }
    text += fmt::format(", machine {}", printable(run.fitness.verdict.text(), max_command));
    return run.against ? text + "; " + engine::describe(*run.against) : text;
}

std::string to_run_block(const Manifest& job, const TextStyle& style)
{
    return BlockWriter{job, style}.write();
}

} // namespace cb::terminal
