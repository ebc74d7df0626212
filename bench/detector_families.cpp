#include "detector_families.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace cb::bench {

double Source::normal()
{
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

double Source::student3()
{
    const double z = normal();
    double squares = 0;
    for (int i = 0; i < 3; ++i) {
        const double each = normal();
        squares += each * each;
    }
    return z / std::sqrt(squares / 3);
}

namespace {

Value noise(Source& source, double deviation)
{
    return [&source, deviation](auto...) { return 100 * (1 + deviation * source.normal()); };
}

Value outliers(Source& source)
{
    return [&source, value = noise(source, 0.01)](std::size_t i, std::size_t n) {
        const double factor = source.chance(0.02) ? 1.3 : 1;
        return factor * value(i, n);
    };
}

/// Two levels; with each commit the chance `leave` to change to the other.
Value modes(Source& source, double low, double high, double leave)
{
    return [&source, low, high, leave, is_high = source.chance(0.5), value = noise(source, 0.01)](
               std::size_t i, std::size_t n) mutable {
        is_high = source.chance(leave) ? !is_high : is_high;
        return (is_high ? high : low) * value(i, n);
    };
}

Value autoregressive(Source& source, double phi)
{
    double state = source.normal() / std::sqrt(1 - phi * phi);
    return [&source, phi, state](auto...) mutable {
        state = phi * state + source.normal();
        return 100 * (1 + 0.01 * state);
    };
}

Value student(Source& source)
{
    return [&source](auto...) { return 100 * (1 + 0.01 * source.student3()); };
}

Value stepped(Value value, double change)
{
    return [value = std::move(value), change](std::size_t i, std::size_t n) {
        return value(i, n) * (i >= n / 2 ? 1 + change : 1);
    };
}

Value other_noise(Source& source, double before, double after)
{
    return [&source, before, after](std::size_t i, std::size_t n) {
        return 100 * (1 + (i < n / 2 ? before : after) * source.normal());
    };
}

/// The value, moved by a function of the place from 0 to 1 or of the number of the commit.
Value shaped(Value value, std::function<double(double i, double n)> shape)
{
    return [value = std::move(value), shape = std::move(shape)](std::size_t i, std::size_t n) {
        return value(i, n) * (1 + shape(static_cast<double>(i), static_cast<double>(n)));
    };
}

Value drift(Source& source, double whole)
{
    return shaped(noise(source, 0.01), [whole](double i, double n) { return whole * i / n; });
}

Value season(Source& source, double height, double period)
{
    return shaped(noise(source, 0.01), [=](double i, double) {
        return height * std::sin(2 * std::numbers::pi * i / period);
    });
}

Value start_up(Source& source)
{
    return shaped(noise(source, 0.01), [](double i, double) { return 0.1 * std::exp(-i / 3); });
}

Value quantized(Value value)
{
    return [value = std::move(value)](std::size_t i, std::size_t n) {
        return std::round(value(i, n));
    };
}

/// 1000, and now and then up to a few more or less.
Value constant(Source& source, double jitter)
{
    return [&source, jitter](auto...) {
        return source.chance(jitter) ? 1000 + std::round(3 * source.normal()) : 1000.0;
    };
}

Value two_values(Source& source, double share)
{
    return [&source, share](auto...) { return source.chance(share) ? 1001.0 : 1000.0; };
}

Value walk(Source& source)
{
    double place = 0;
    return [&source, place, value = noise(source, 0.01)](std::size_t i, std::size_t n) mutable {
        place += 0.002 * source.normal();
        return value(i, n) * (1 + place);
    };
}

} // namespace

std::vector<Family> asked_families()
{
    constexpr std::size_t n = 200;
    return {
        {"noise 1 %", n, false, [](Source& s) { return noise(s, 0.01); }},
        {"noise 3 %", n, false, [](Source& s) { return noise(s, 0.03); }},
        {"outliers 2 % × 1.3", n, false, outliers},
        {"two modes 6 % apart, left by .15",
         n,
         false,
         [](Source& s) { return modes(s, 1, 1.06, .15); }},
        {"two modes ±6 %, left by .1", n, false, [](Source& s) { return modes(s, .94, 1.06, .1); }},
        {"two modes ±6 %, left by .05",
         n,
         false,
         [](Source& s) { return modes(s, .94, 1.06, .05); }},
        {"AR(1) φ .5", n, false, [](Source& s) { return autoregressive(s, 0.5); }},
        {"Student t3", n, false, student},
        {"+6 % at 1 %", n, true, [](Source& s) { return stepped(noise(s, 0.01), 0.06); }},
        {"+6 % at 3 %", n, true, [](Source& s) { return stepped(noise(s, 0.03), 0.06); }},
        {"+2 % at 1 %", n, true, [](Source& s) { return stepped(noise(s, 0.01), 0.02); }},
    };
}

std::vector<Family> step_families()
{
    constexpr std::size_t n = 200;
    return {
        {"+1 % at 1 %", n, true, [](Source& s) { return stepped(noise(s, 0.01), 0.01); }},
        {"+3 % at 1 %", n, true, [](Source& s) { return stepped(noise(s, 0.01), 0.03); }},
        {"+10 % at 1 %", n, true, [](Source& s) { return stepped(noise(s, 0.01), 0.1); }},
        {"+10 % at 3 %", n, true, [](Source& s) { return stepped(noise(s, 0.03), 0.1); }},
        {"-6 % at 3 %", n, true, [](Source& s) { return stepped(noise(s, 0.03), -0.06); }},
        {"+6 %, outliers", n, true, [](Source& s) { return stepped(outliers(s), 0.06); }},
        {"+6 %, AR(1) φ .5",
         n,
         true,
         [](Source& s) { return stepped(autoregressive(s, .5), 0.06); }},
        {"+5 %, Student t3", n, true, [](Source& s) { return stepped(student(s), 0.05); }},
        {"+20 %, two modes",
         n,
         true,
         [](Source& s) { return stepped(modes(s, 1, 1.06, .1), 0.2); }},
        {"+10 %, season of 50",
         n,
         true,
         [](Source& s) { return stepped(season(s, .02, 50), 0.1); }},
        {"+3 %, start-up", n, true, [](Source& s) { return stepped(start_up(s), 0.03); }},
        {"+3 %, quantized",
         n,
         true,
         [](Source& s) { return quantized(stepped(noise(s, .01), .03)); }},
        {"+.1 %, constant, jitter",
         n,
         true,
         [](Source& s) { return stepped(constant(s, .05), 0.001); }},
        {"+6 % at 1 %, 3 values each",
         n,
         true,
         [](Source& s) { return stepped(noise(s, .01), .06); },
         3},
        {"+2 % at 1 %, 3 values each",
         n,
         true,
         [](Source& s) { return stepped(noise(s, .01), .02); },
         3},
        {"+6 % at 1 %, 30 commits",
         30,
         true,
         [](Source& s) { return stepped(noise(s, .01), .06); }},
        {"+10 % at 1 %, 20 commits",
         20,
         true,
         [](Source& s) { return stepped(noise(s, .01), .1); }},
    };
}

std::vector<Family> quiet_families()
{
    constexpr std::size_t n = 200;
    return {
        {"noise 1 %, 8 commits", 8, false, [](Source& s) { return noise(s, 0.01); }},
        {"noise 1 %, 15 commits", 15, false, [](Source& s) { return noise(s, 0.01); }},
        {"noise 1 %, 30 commits", 30, false, [](Source& s) { return noise(s, 0.01); }},
        {"noise 1 %, 1,000 commits", 1000, false, [](Source& s) { return noise(s, 0.01); }},
        {"noise 1 %, 3 values each", n, false, [](Source& s) { return noise(s, 0.01); }, 3},
        {"noise 1 % then 3 %", n, false, [](Source& s) { return other_noise(s, 0.01, 0.03); }},
        {"noise 3 % then 1 %", n, false, [](Source& s) { return other_noise(s, 0.03, 0.01); }},
        {"drift 5 % in 200", n, false, [](Source& s) { return drift(s, 0.05); }},
        {"drift 20 % in 200", n, false, [](Source& s) { return drift(s, 0.2); }},
        {"season ±1 % of 24", n, false, [](Source& s) { return season(s, 0.01, 24); }},
        {"season ±2 % of 50", n, false, [](Source& s) { return season(s, 0.02, 50); }},
        {"quantized, noise of 1 step",
         n,
         false,
         [](Source& s) { return quantized(noise(s, .01)); }},
        {"quantized, noise of .2", n, false, [](Source& s) { return quantized(noise(s, .002)); }},
        {"constant, jitter 5 %", n, false, [](Source& s) { return constant(s, 0.05); }},
        {"two values, 10 %", n, false, [](Source& s) { return two_values(s, 0.1); }},
        {"two values, 30 %", n, false, [](Source& s) { return two_values(s, 0.3); }},
        {"start-up of 10 %", n, false, start_up},
        {"AR(1) φ .8", n, false, [](Source& s) { return autoregressive(s, 0.8); }},
        {"random walk .2 %", n, false, walk},
        {"two modes ±6 %, left by .02",
         n,
         false,
         [](Source& s) { return modes(s, .94, 1.06, .02); }},
    };
}

} // namespace cb::bench
