#include "catch.hpp"
#include "manifest/units.hpp"

#include <array>
#include <limits>
#include <string>
#include <vector>

using namespace cb;

TEST_CASE("units of time are converted without a needless rounding")
{
    CHECK(converted(3, "s", "ms") == 3000.0);
    CHECK(converted(1, "ms", "s") == 0.001);
    CHECK(converted(12.5, "ms", "s") == 0.0125);
    CHECK(converted(7, "us", "\u00b5s") == 7.0);
    CHECK(converted(7, "\u03bcs", "usec") == 7.0);
    CHECK(converted(90, "s", "min") == 1.5);
    CHECK(converted(1, "h", "seconds") == 3600.0);
    CHECK(converted(1500, "ps", "ns") == 1.5);
    CHECK(converted(2, "days", "ns") == 172800e9);
}

TEST_CASE("sizes have SI and IEC prefixes, and bits")
{
    CHECK(converted(5, "MB", "MB") == 5.0);
    CHECK(converted(1, "kB", "MB") == 0.001);
    CHECK(converted(1, "MB", "KB") == 1000.0);
    CHECK(converted(1, "MiB", "KiB") == 1024.0);
    CHECK(converted(1, "GiB", "bytes") == 1073741824.0);
    CHECK(converted(1, "MiB", "MB") == 1.048576);
    CHECK(converted(1, "Mbit", "kB") == 125.0);
}

TEST_CASE("counts and percent")
{
    CHECK(converted(2.5, "kops", "ops") == 2500.0);
    CHECK(converted(3, "M", "k") == 3000.0);
    CHECK(converted(7, "%", "percent") == 7.0);
    CHECK_FALSE(converted(7, "%", "1"));
    CHECK_FALSE(converted(1, "ops", "items"));
}

TEST_CASE("rates are converted above and below")
{
    CHECK(converted(1, "MB/s", "kB/s") == 1000.0);
    CHECK(converted(1, "MiB/s", "B/s") == 1048576.0);
    CHECK(converted(5, "ops/ms", "ops/s") == 5000.0);
    CHECK(converted(5, "ops/s", "op/ms") == 0.005);
    CHECK(converted(20, "ns/op", "us/op") == 0.02);
    CHECK(converted(20, "ns/iter", "us/iter") == 0.02);
    CHECK(converted(2, "widgets/ms", "widgets/s") == 2000.0);
    CHECK_FALSE(converted(20, "ns/iter", "us/op"));
    CHECK_FALSE(converted(20, "widgets/s", "gadgets/s"));
    CHECK_FALSE(converted(20, "MB/s", "MB"));
}

TEST_CASE("units that are not known to relate are not converted")
{
    CHECK_FALSE(converted(1, "ms", "MB"));
    CHECK_FALSE(converted(1, "ms", ""));
    CHECK_FALSE(converted(1, "MS", "ms"));
    CHECK_FALSE(converted(1, "m", "min"));
    CHECK_FALSE(converted(1, "", "1"));
    CHECK_FALSE(converted(1, "a/b/c", "a/b"));
    CHECK_FALSE(converted(1, "/", ""));
    CHECK(converted(1, "a/b/c", "a/b/c") == 1.0);
}

TEST_CASE("the length of a unit of time")
{
    CHECK(nanoseconds("ms") == 1e6);
    CHECK(nanoseconds("ps") == 0.001);
    CHECK_FALSE(nanoseconds("MB"));
    CHECK_FALSE(nanoseconds(""));
}

TEST_CASE("times and sizes are better lower, rates higher, and of others nothing is known")
{
    for (const char* const unit : {"ns", "s", "MiB", "ns/op", "B/op", "ms/item", "ns/GC"}) {
        INFO(unit);
        CHECK(direction_of_unit(unit) == cb::Direction::lower);
    }
    for (const char* const unit :
         {"MB/s", "ops/ms", "items/s", "widgets/sec", "iter/sec", "ops/hr", "1/s"}) {
        INFO(unit);
        CHECK(direction_of_unit(unit) == cb::Direction::higher);
    }
    for (const char* const unit : {"", "%", "widgets", "widgets/op", "s/s", "/", "a/b"}) {
        INFO(unit);
        CHECK(direction_of_unit(unit) == cb::Direction::unknown);
    }
}

TEST_CASE("figures that a tool scales itself are brought to one unit")
{
    CHECK(unscaled("ps") == "ns");
    CHECK(unscaled("min") == "ns");
    CHECK(unscaled("GiB/s") == "B/s");
    CHECK(unscaled("Kelem/s") == "elem/s");
    for (const char* const unit : {"ns", "cycles", "ns/elem", "", "B", "ops/s"}) {
        CHECK(unscaled(unit) == unit);
    }
}

TEST_CASE("a conversion by a power of ten keeps the decimal digits")
{
    CHECK(converted(2.07298, "ms", "ns") == 2072980);
    CHECK(converted(3.4654, "us", "ns") == 3465.4);
    CHECK(converted(-0.1, "s", "us") == -100000);
    CHECK(converted(2072980, "ns", "ms") == 2.07298);
    CHECK(converted(0, "ns", "s") == 0);
    CHECK(converted(1e300, "days", "ps") == std::numeric_limits<double>::infinity());
    CHECK(converted(1e308, "s", "ps") == std::numeric_limits<double>::infinity());
    CHECK(converted(5e-324, "ps", "s") == 0);
    CHECK(converted(std::numeric_limits<double>::infinity(), "s", "ns") ==
          std::numeric_limits<double>::infinity());
}

namespace {

/// Every known unit, words that resemble a unit or a kind's text, and all quotients of these.
std::vector<std::string> all_kinds_of_units()
{
    constexpr std::array words{"ps",      "ns",
                               "nsec",    "nanoseconds",
                               "us",      "\u00b5s",
                               "\u03bcs", "usec",
                               "ms",      "microseconds",
                               "msec",    "s",
                               "sec",     "milliseconds",
                               "secs",    "min",
                               "second",  "seconds",
                               "minute",  "minutes",
                               "h",       "hr",
                               "hour",    "hours",
                               "day",     "days",
                               "bit",     "bits",
                               "kbit",    "Mbit",
                               "Gbit",    "B",
                               "byte",    "bytes",
                               "Bytes",   "kB",
                               "KB",      "MB",
                               "GB",      "TB",
                               "KiB",     "MiB",
                               "GiB",     "TiB",
                               "op",      "ops",
                               "kops",    "Mops",
                               "Gops",    "item",
                               "elem",    "items",
                               "Kelem",   "Melem",
                               "Gelem",   "1",
                               "k",       "M",
                               "G",       "%",
                               "percent", "Percent",
                               "",        "widget",
                               "time",    "size",
                               "plain",   "MS",
                               "m",       "a/b"};
    std::vector<std::string> units{words.begin(), words.end()};
    for (const std::string above :
         {"", "ms", "MB", "KiB", "ops", "Melem", "1", "k", "%", "widget"}) {
        for (const std::string word : words) {
            units.push_back(above + "/" + word);
        }
    }
    return units;
}

} // namespace

TEST_CASE("units are of one kind where they can be converted, and nowhere else")
{
    const auto units = all_kinds_of_units();
    for (const auto& from : units) {
        for (const auto& to : units) {
            const bool is_same_kind = kind_of_unit(from) == kind_of_unit(to);
            if (is_same_kind != converted(1, from, to).has_value()) {
                FAIL_CHECK(from << " and " << to);
            }
        }
    }
}

TEST_CASE("a kind is spelled like its smallest unit, and a word of no kind like itself")
{
    CHECK(kind_of_unit("h") == "ps");
    CHECK(kind_of_unit("GiB") == "bit");
    CHECK(kind_of_unit("MB/s") == "bit/ps");
    CHECK(kind_of_unit("KiB/ms") == "bit/ps");
    CHECK(kind_of_unit("widgets/kops") == "widgets/op");
    CHECK(kind_of_unit("kops/1") == "op");
    CHECK(kind_of_unit("widgets") == "widgets");
    CHECK(kind_of_unit("a/b/c") == "a/b/c");
    CHECK(kind_of_unit("") == "");
    CHECK(kind_of_unit("/") == "/");
    CHECK(kind_of_unit(kind_of_unit("TB/days")) == "bit/ps");
}
