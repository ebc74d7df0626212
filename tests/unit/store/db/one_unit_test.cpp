#include "base/file.hpp"
#include "catch.hpp"
#include "child.hpp"
#include "databases.hpp"
#include "db/migrations.hpp"
#include "environment.hpp"
#include "jobs.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <limits>

// A series has one unit, whatever units its benchmark prints.
namespace cb::store {

namespace {

Result result_in(std::string unit, std::vector<double> values)
{
    auto result = result_of("t", std::move(values));
    result.unit = std::move(unit);
    return result;
}

Manifest job_in(std::string_view job, char commit, std::string unit, std::vector<double> values)
{
    return job_from(
        job, source_of("acme/index", commit), {result_in(std::move(unit), std::move(values))});
}

/// The samples of the store, as "JOB STATISTIC VALUE UNIT".
Texts numbers_of(Store& store)
{
    Texts texts;
    for (const auto& sample : all_samples(store)) {
        texts.push_back(
            fmt::format("{} {} {} {}", sample.job, sample.statistic, sample.value, sample.unit));
    }
    return texts;
}

/// The recorded printed units, each as "JOB UNIT".
Texts printed_in(const Database& database, Backend backend)
{
    const std::string each = backend == Backend::sqlite
                                 ? "json_each(printed_units) AS u"
                                 : "jsonb_array_elements_text(printed_units) AS u (value)";
    return database.column("SELECT job.job || ' ' || u.value FROM measurement JOIN job ON job.id = "
                           "measurement.job_id CROSS JOIN " +
                           each + " ORDER BY 1");
}

} // namespace

TEST_CASE("a series stays in the unit in which it was stored first")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    SECTION("milliseconds, then seconds")
    {
        static_cast<void>(database.open()->put(std::vector{job_in("a", '1', "ms", {900})}));
        static_cast<void>(database.open()->put(std::vector{job_in("b", '2', "s", {1.1, 0.5})}));
        CHECK(numbers_of(*database.open()) ==
              Texts{"a sample 900 ms", "b sample 1100 ms", "b sample 500 ms"});
        CHECK(printed_in(database, backend) == Texts{"b s"});
    }
    SECTION("seconds, then milliseconds, by one store that remembers the series")
    {
        const auto store = database.open();
        static_cast<void>(store->put(std::vector{job_in("b", '1', "s", {1.1})}));
        static_cast<void>(store->put(std::vector{job_in("c", '2', "ms", {900})}));
        static_cast<void>(store->put(std::vector{job_in("d", '3', "s", {2})}));
        CHECK(numbers_of(*store) == Texts{"b sample 1.1 s", "c sample 0.9 s", "d sample 2 s"});
        CHECK(printed_in(database, backend) == Texts{"c ms"});
    }
    SECTION("both in one batch")
    {
        static_cast<void>(database.open()->put(
            std::vector{job_in("z", '1', "B/s", {5e6}), job_in("a", '2', "MB/s", {6, 7})}));
        CHECK(numbers_of(*database.open()) ==
              Texts{"z sample 5000000 B/s", "a sample 6000000 B/s", "a sample 7000000 B/s"});
        CHECK(printed_in(database, backend) == Texts{"a MB/s"});
    }
    SECTION("another spelling")
    {
        static_cast<void>(database.open()->put(
            std::vector{job_in("a", '1', "s", {5}), job_in("b", '2', "secs", {6})}));
        CHECK(numbers_of(*database.open()) == Texts{"a sample 5 s", "b sample 6 s"});
        CHECK(printed_in(database, backend) == Texts{"b secs"});
    }
    CHECK(database.count("series") == 1);
}

TEST_CASE("every statistic of a summary is converted")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto summary = result_in("s", {});
    summary.summary = {{"avg", 1.5}, {"max", 2}, {"min", 1}, {"stddev", 0.25}};
    const auto store = database.open();
    static_cast<void>(store->put(std::vector{
        job_in("a", '1', "ms", {900}), job_from("b", source_of("acme/index", '2'), {summary})}));
    CHECK(numbers_of(*store) == Texts{"a sample 900 ms",
                                      "b avg 1500 ms",
                                      "b max 2000 ms",
                                      "b min 1000 ms",
                                      "b stddev 250 ms"});
    CHECK(printed_in(database, backend) == Texts{"b s"});
}

TEST_CASE("units of other kinds, and words that are no units, stay apart")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const Texts units{"ms", "MB", "MS", "", "widgets", "gadgets", "ms/op", "time", "a\xFF", "B/s"};
    std::vector<Manifest> jobs;
    for (const auto& unit : units) {
        jobs.push_back(job_in(fmt::format("j{}", jobs.size()), '1', unit, {7}));
    }
    static_cast<void>(database.open()->put(jobs));
    jobs.clear();
    for (const auto& unit : units) {
        jobs.push_back(job_in(fmt::format("k{}", jobs.size()), '2', unit, {7}));
    }
    static_cast<void>(database.open()->put(jobs));
    CHECK(database.count("series") == static_cast<int>(units.size()));
    CHECK(printed_in(database, backend).empty());
    for (const auto& sample : all_samples(*database.open())) {
        CHECK(sample.value == 7);
    }
}

TEST_CASE("results of one job in two units are one series, numbered on")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto first = result_in("ms", {1, 2});
    first.description = "how long";
    auto third = result_in("us", {3000});
    third.printed_units = {"ns"};
    third.description = "another";
    const auto store = database.open();
    static_cast<void>(
        store->put(std::vector{plain_job("j", {first, result_in("s", {3, 4}), third})}));
    CHECK(numbers_of(*store) == Texts{"j sample 1 ms",
                                      "j sample 2 ms",
                                      "j sample 3000 ms",
                                      "j sample 4000 ms",
                                      "j sample 3 ms"});
    CHECK(printed_in(database, backend) == Texts{"j ns", "j s", "j us"});
    CHECK(database.column("SELECT description FROM measurement") == Texts{"how long"});
    CHECK(database.count("series") == 1);
}

TEST_CASE("a number that becomes too large is the largest, and the job is stored")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto summary = result_in("h", {});
    summary.summary = {{"avg", 1e308}};
    const auto store = database.open();
    static_cast<void>(store->put(std::vector{job_in("a", '1', "ns", {1})}));
    CHECK(store->put(std::vector{job_in("b", '2', "h", {1e308, -1e308, 1}),
                                 job_from("c", source_of("acme/index", '3'), {summary})}) ==
          std::vector<Put>(2, Put::added));
    std::vector<double> values;
    for (const auto& sample : all_samples(*store)) {
        values.push_back(sample.value);
    }
    constexpr double max_value = std::numeric_limits<double>::max();
    CHECK(values == std::vector<double>{1, max_value, -max_value, 3.6e12, max_value});
}

TEST_CASE(
    "what cannot be converted to the unit that the database has is refused, and stored no job")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(std::vector{job_in("a", '1', "ms", {1})}));
    database.column("UPDATE series SET unit = 'fortnights'");
    const auto store = database.open();
    try {
        static_cast<void>(store->put(std::vector{job_in("b", '2', "s", {1})}));
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code() == Errc::bad_input);
        CHECK_THAT(error.what(), CB_CONTAINS("fortnights"));
    }
    CHECK(database.count("job") == 1);
    database.column("UPDATE series SET unit = 'ms'");
    CHECK(store->put(std::vector{job_in("b", '2', "s", {1})}) == std::vector{Put::added});
    CHECK(numbers_of(*store) == Texts{"a sample 1 ms", "b sample 1000 ms"});
}

TEST_CASE("two processes that begin a series in two units at once make one series of one unit")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open());
    const auto put = [&](std::string_view prefix, const std::string& unit, double value) {
        const auto store = database.open();
        for (int i = 0; i < 30; ++i) {
            auto result = result_in(unit, {value});
            // repeated, so that different threads are first
            result.test = fmt::format("test {}", i);
            static_cast<void>(
                store->put(std::vector{plain_job(fmt::format("{}-{}", prefix, i), {result})}));
        }
    };
    Child one{[&] { put("one", "ms", 1500); }};
    Child two{[&] { put("two", "s", 1.5); }};
    CHECK(one.succeeds());
    CHECK(two.succeeds());
    CHECK(database.count("series") == 30);
    CHECK(database.count("measurement") == 60);
    for (const auto& sample : all_samples(*database.open())) {
        CHECK(sample.value == (sample.unit == "ms" ? 1500 : 1.5));
    }
    CHECK(printed_in(database, backend).size() == 30);
}

} // namespace cb::store
