#include "catch.hpp"
#include "manifest/usage_fields.hpp"

using namespace cb;

TEST_CASE("times and counts of iterations add up, and of memory the most stays")
{
    Usage sum;
    sum.user_s = 1.5;
    sum.minor_faults = 10;
    sum.peak_memory_bytes = 100;
    sum.anonymous_bytes = 50;
    Usage part;
    part.user_s = 0.25;
    part.minor_faults = 5;
    part.peak_memory_bytes = 70;
    part.anonymous_bytes = 60;
    add_usage(sum, part);
    CHECK(sum.user_s == 1.75);
    CHECK(sum.minor_faults == 15U);
    CHECK(sum.peak_memory_bytes == 100U);
    CHECK(sum.anonymous_bytes == 60U);
}

TEST_CASE("a figure that one iteration lacks is absent for all, with the first reason")
{
    Usage sum;
    sum.user_s = 1;
    Usage part;
    part.unavailable = {{"user_s", "the cgroup was gone"}};
    add_usage(sum, part);
    CHECK_FALSE(sum.user_s);
    CHECK(sum.unavailable.at("user_s") == "the cgroup was gone");

    Usage more;
    more.user_s = 2;
    more.unavailable = {{"user_s", "another"}};
    add_usage(sum, more);
    CHECK_FALSE(sum.user_s);
    CHECK(sum.unavailable.at("user_s") == "the cgroup was gone");
}

TEST_CASE("each figure of usage has one name")
{
    std::map<std::string, int> seen;
    for_each_usage_field([&](const auto& field) { ++seen[std::string{field.name}]; });
    CHECK(seen.size() == 21);
    for (const auto& [name, times] : seen) {
        INFO(name);
        CHECK(times == 1);
    }
}
