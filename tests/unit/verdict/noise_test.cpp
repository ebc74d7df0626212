#include "catch.hpp"
#include "stats/draw.hpp"
#include "verdict/noise.hpp"

#include <cmath>
#include <vector>

using namespace cb;
using namespace cb::verdict;

TEST_CASE("steps and wild values do not hide the noise")
{
    stats::Random random{3};
    Noise noise;
    for (int i = 0; i < 250; ++i) {
        const double level = i / 25 * 100; // nine steps
        const double wild = i % 50 == 7 ? 1000 : 0;
        noise.add(level + wild + stats::draw_normal(random));
    }
    CHECK(std::sqrt(noise.variance()) == Approx(1).epsilon(0.25));
    CHECK(noise.inflation() == 1);
}

TEST_CASE("noise that changes is followed, and named once")
{
    stats::Random random{3};
    Noise noise;
    for (int i = 0; i < 120; ++i) {
        CHECK(noise.add(stats::draw_normal(random)) == 0);
    }
    const double freedom = noise.freedom();
    int named = 0;
    for (int i = 0; i < 60; ++i) {
        named += noise.add(4 * stats::draw_normal(random)) > 0 ? 1 : 0;
    }
    CHECK(named == 1);
    CHECK(std::sqrt(noise.variance()) == Approx(4).epsilon(0.4));
    CHECK(noise.freedom() < freedom);
}

TEST_CASE("neighbours that are alike make long means less sure")
{
    stats::Random random{5};
    Noise noise;
    std::vector<double> residuals;
    double state = 0;
    for (int i = 0; i < 250; ++i) {
        state = 0.5 * state + stats::draw_normal(random);
        residuals.push_back(state);
        noise.add(state);
    }
    for (int i = 0; i < 3; ++i) {
        noise.learn(residuals);
    }
    CHECK(noise.inflation() == Approx(3).epsilon(0.4)); // (1 + .5) / (1 - .5)
    CHECK(noise.variance() == Approx(4.0 / 3).epsilon(0.4));
}

TEST_CASE("the more values are wild, the less each counts")
{
    Noise noise;
    noise.add(0);
    noise.add(1);
    std::vector<double> residuals(100, 0.1);
    noise.learn(residuals);
    const double seldom = noise.bound();
    for (std::size_t i = 0; i < residuals.size(); i += 10) {
        residuals[i] = 50;
    }
    noise.learn(residuals);
    CHECK(noise.bound() < seldom);
    CHECK(noise.bound() == Approx(-2 * std::log(11.0 / 150)));
}
