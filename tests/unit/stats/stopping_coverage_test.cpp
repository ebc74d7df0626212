#include "catch.hpp"
#include "stats/draw.hpp"
#include "stats/stopping_rule.hpp"

#include <cmath>

using namespace cb;
using namespace cb::stats;

namespace {

constexpr unsigned repeats = simulations(3000);

/// Skewed times whose median is 1: the logarithm is normal with this standard deviation.
double draw_time(Random& random)
{
    return std::exp(0.1 * draw_normal(random));
}

bool holds_one(const std::optional<Interval>& interval)
{
    return interval && interval->low <= 1 && 1 <= interval->high;
}

struct Outcome {
    double coverage;     ///< how often the final interval covered the median
    double precise_part; ///< how often the rule stopped for precision
};

Outcome stop_by_rule(const StoppingRule& rule)
{
    Random random{20};
    unsigned held = 0;
    unsigned precise = 0;
    for (unsigned i = 0; i < repeats; ++i) {
        std::vector<double> wall_s;
        auto decision = Decision::go_on;
        while (decision == Decision::go_on) {
            wall_s.push_back(draw_time(random));
            decision = rule.decide(wall_s, Duration::zero());
        }
        held += holds_one(rule.interval(wall_s)) ? 1U : 0U;
        precise += decision == Decision::precise_enough ? 1U : 0U;
    }
    return {static_cast<double>(held) / repeats, static_cast<double>(precise) / repeats};
}

/// The trap: the same with the interval for a fixed number of values, checked after every run.
double coverage_of_fixed_intervals(double ci, std::size_t max_count)
{
    Random random{20};
    unsigned held = 0;
    for (unsigned i = 0; i < repeats; ++i) {
        std::vector<double> wall_s;
        std::optional<Interval> interval;
        do {
            wall_s.push_back(draw_time(random));
            interval = median_interval(wall_s, 0.95);
        } while (wall_s.size() < max_count &&
                 (!interval || relative_half_width(*interval, wall_s) > ci));
        held += holds_one(interval) ? 1U : 0U;
    }
    return static_cast<double>(held) / repeats;
}

} // namespace

TEST_CASE("the interval at the stop holds the median as often as was asked")
{
    const auto text = GENERATE(as<std::string>{},
                               "ci=7%,runs=200",
                               "ci=4%,runs=200",
                               "ci=7%,runs=200,confidence=0.8",
                               "ci=5%,runs=60,min=20");
    const auto rule = StoppingRule::parse(text).value();
    const auto outcome = stop_by_rule(rule);
    INFO(text << ": " << outcome.coverage << ", precise " << outcome.precise_part);
    CHECK(outcome.coverage >= rule.limits().confidence);
    CHECK(outcome.precise_part > 0.5); // otherwise the rule is not what stopped it
}

TEST_CASE("looking at the interval of a fixed number after every run covers too seldom")
{
    CHECK(coverage_of_fixed_intervals(0.04, 200) < 0.94);
}
