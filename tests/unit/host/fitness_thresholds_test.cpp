#include "base/file.hpp"
#include "catch.hpp"
#include "host/fitness_thresholds.hpp"

#include <fmt/format.h>

#include <set>

using namespace cb;
using namespace cb::host;

namespace {

std::string error_of(std::string_view assignment)
{
    FitnessThresholds thresholds;
    const auto set = thresholds.set(assignment);
    return set ? "accepted" : set.error();
}

} // namespace

TEST_CASE("every threshold is set by its name, and no other changes")
{
    std::set<std::string_view> seen;
    for (const auto& threshold : threshold_names()) {
        FitnessThresholds thresholds;
        REQUIRE(thresholds.set(fmt::format("{}=12.5", threshold.name)).has_value());
        for (const auto& other : threshold_names()) {
            INFO(threshold.name << " against " << other.name);
            CHECK((thresholds.*other.value == 12.5) == (other.name == threshold.name));
        }
        CHECK(seen.insert(threshold.name).second);
    }
    CHECK(sizeof(FitnessThresholds) == seen.size() * sizeof(double));
}

TEST_CASE("thresholds are numbers that are not negative")
{
    FitnessThresholds thresholds;
    CHECK(thresholds.set("cpu_steal=0").has_value());
    CHECK(thresholds.cpu_steal == 0);
    CHECK(thresholds.set("swapping=1e3").has_value());
    CHECK(thresholds.swapping == 1000);

    CHECK_THAT(error_of("cpu_steal"), CB_CONTAINS("is not NAME=VALUE"));
    CHECK_THAT(error_of(""), CB_CONTAINS("is not NAME=VALUE"));
    CHECK_THAT(error_of("steal=1"), CB_CONTAINS("\"steal\" is not one of time_floor_s, irq_floor"));
    CHECK_THAT(error_of("=1"), CB_CONTAINS("\"\" is not one of"));
    const auto value = GENERATE(as<std::string>{},
                                "",
                                "-1",
                                "nan",
                                "inf",
                                "1e13",
                                "1 ",
                                " 1",
                                "0.1x",
                                "1=2",
                                std::string(100000, '9'));
    CHECK_THAT(error_of("cpu_steal=" + value), Catch::StartsWith("cpu_steal: \""));
    CHECK(error_of("cpu_steal=" + value).size() < 300);
}

TEST_CASE("the page for users has every threshold with its unit and its default")
{
    const auto page = read_file(CB_TEST_DATA "/../../docs/fitness.md", Bytes{1U << 20U});
    for (const auto& threshold : threshold_names()) {
        CHECK_THAT(page,
                   CB_CONTAINS(fmt::format(
                       "`{}={:g}`", threshold.name, FitnessThresholds{}.*threshold.value)));
    }
}
