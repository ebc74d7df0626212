#include "engine/against.hpp"

#include "base/hash.hpp"
#include "base/quantity.hpp"
#include "stats/comparison.hpp"
#include "stats/interleave.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace cb::engine {

namespace {

void compare(Against& against, const Iterations& base, const Iterations& candidate)
{
    const auto found = stats::compare(base.wall_s(), candidate.wall_s(), against.seed);
    against.verdict = found.verdict;
    against.log_ratio = found.change;
    if (found.interval) {
        against.low = found.interval->low;
        against.high = found.interval->high;
        against.confidence = found.interval->confidence;
    }
    against.noise_floor = found.noise_floor;
}

std::string change_of(double log_ratio)
{
    return to_signed_percent(std::expm1(log_ratio), 2);
}

} // namespace

Against
run_in_turns(Iterations& base, Iterations& candidate, const Schedule& schedule, std::uint64_t seed)
{
    Against against;
    against.image = base.request().image.id;
    against.digest = base.request().image.digest();
    against.seed = seed;
    against.verdict = Comparison::too_few;
    base.warm_up(schedule.warmup);
    candidate.warm_up(schedule.warmup);
    Turns turns;
    constexpr unsigned contestants = 2;
    for (const unsigned turn :
         stats::order(contestants, schedule.repeat.value_or(default_comparisons), seed)) {
        if (!base.ok() || !candidate.ok()) {
            break;
        }
        turns.images.push_back(turn == 0 ? Turns::Image::other : Turns::Image::this_one);
        (turn == 0 ? base : candidate).add_one();
    }
    against.order = std::move(turns);
    if (base.ok() && candidate.ok()) {
        compare(against, base, candidate);
    }
    against.iterations = std::move(base.run().iterations);
    return against;
}

std::string describe(const Against& against)
{
    if (!against.log_ratio || !against.low || !against.high) {
        return "not comparable: too few iterations";
    }
    const auto change = fmt::format("{} of wall time ({} to {})",
                                    change_of(*against.log_ratio),
                                    change_of(*against.low),
                                    change_of(*against.high));
    return against.verdict == Comparison::no_difference ? "no difference: " + change
                                                        : against.verdict.text() + ": " + change;
}

std::uint64_t make_seed(std::string_view job)
{
    constexpr std::size_t digits = 8; // a JSON number keeps 32 bits exactly
    constexpr int hexadecimal = 16;
    const auto hash = sha256_hex(job).substr(0, digits);
    std::uint64_t seed = 0;
    std::from_chars(hash.data(), hash.data() + hash.size(), seed, hexadecimal);
    return seed;
}

} // namespace cb::engine
