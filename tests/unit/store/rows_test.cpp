#include "base/gzip.hpp"
#include "catch.hpp"
#include "jobs.hpp"
#include "store/figures.hpp"
#include "store/rows.hpp"
#include "store/series.hpp"
#include "store/storable.hpp"

#include <cmath>
#include <limits>

namespace cb::store {

TEST_CASE("texts keep everything but NUL characters and bytes that are not UTF-8")
{
    CHECK(storable("it's \"quoted\" \\ \xF0\x9F\x98\x80") == "it's \"quoted\" \\ \xF0\x9F\x98\x80");
    CHECK(storable(std::string_view{"a\0b", 3}) == "a\xEF\xBF\xBD"
                                                   "b");
    CHECK(storable("a\xFF") == "a\xEF\xBF\xBD");
    CHECK(storable("") == "");
}

TEST_CASE("a text of 16 MiB of NUL characters is replaced in linear time")
{
    CHECK(storable(std::string(16U << 20U, '\0')).size() == std::size_t{3} * (16U << 20U));
}

TEST_CASE("in JSON an escaped NUL is replaced, and what only looks like one is not")
{
    CHECK(storable_json(R"({"a\u0000":"b\\u0000","c":"\\\u0000\u00001"})") ==
          "{\"a\xEF\xBF\xBD\":\"b\\\\u0000\",\"c\":\"\\\\\xEF\xBF\xBD\xEF\xBF\xBD"
          "1\"}");
    CHECK(storable_json(R"({"a":"\u0001"})") == R"({"a":"\u0001"})");
}

TEST_CASE("times become UTC with milliseconds, so that they sort as text")
{
    const auto stored = [](std::string_view text) {
        return storable_time(Open<Time>::read(text).known());
    };
    CHECK(stored("2026-01-31T10:00:00+02:00") == "2026-01-31T08:00:00.000Z");
    CHECK(stored("2026-01-31T08:00:00.5Z") == "2026-01-31T08:00:00.500Z");
    CHECK(stored("yesterday") == std::nullopt);
}

TEST_CASE("counts that a database cannot hold become the largest that it can")
{
    CHECK(to_signed(7) == 7);
    CHECK(to_signed(std::numeric_limits<std::uint64_t>::max()) ==
          std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a zero has no sign")
{
    CHECK(!std::signbit(storable(-0.0)));
}

TEST_CASE("names that could be cut in another place make another series")
{
    auto left = result_of("b", {1});
    left.benchmark = "a";
    auto right = result_of("", {1});
    right.benchmark = "ab";
    const auto job = plain_job("j", {left, right});
    const auto rows = rows_of(job);
    CHECK(rows.results[0].series_key != rows.results[1].series_key);
    CHECK(series_of(rows.results[0]).digest != series_of(rows.results[1]).digest);
}

TEST_CASE("the numbers of a series that a job prints twice follow one another")
{
    auto last = result_of("a", {4});
    last.unit = "s";
    auto summary = result_of("b", {});
    summary.summary = {{"avg", 5}};
    const auto job =
        plain_job("j", {result_of("a", {1, 2}), summary, last, summary, result_of("c", {6})});
    const auto rows = rows_of(job);
    CHECK(rows.results[0].series_key == rows.results[2].series_key);
    Measurements measurements;
    for (std::size_t i = 0; i < rows.results.size(); ++i) {
        const auto id = rows.results[i].result->test[0] - 'a';
        measurements.add(rows.results[i], Series{id, "ms"});
    }
    const auto made = measurements.rows();
    REQUIRE(made.size() == 3);
    CHECK(made[0].samples == std::vector<double>{1, 2, 4000});
    CHECK(made[0].printed_units == std::set<std::string>{"s"});
    CHECK(made[1].statistics == std::vector<std::map<std::string, double>>(2, {{"avg", 5}}));
    CHECK(made[2].series_id == 2);
}

TEST_CASE("the figures of samples are those of R, and unknown where there is no answer")
{
    const auto figures = figures_of_samples(std::vector<double>{5, 1, 4, 2});
    CHECK(figures.n == 4);
    CHECK(figures.min == 1);
    CHECK(figures.q1 == 1.75); // quantile(c(5, 1, 4, 2), 0.25)
    CHECK(figures.median == 3);
    CHECK(figures.q3 == 4.25);
    CHECK(figures.max == 5);
    CHECK(figures.mean == 3);
    CHECK(std::abs(figures.stddev.value() - 1.8257418583505538) < 1e-15); // sd(c(5, 1, 4, 2))
    const auto one = figures_of_samples(std::vector<double>{7});
    CHECK(one.median == 7);
    CHECK(!one.stddev);
    const auto huge = figures_of_samples(std::vector<double>(2, 1.7e308));
    CHECK(huge.max == 1.7e308);
    CHECK(!huge.mean); // the sum overflows
    const auto said = figures_of_statistics({{"avg", 2}, {"max", 4}, {"p99", 3}});
    CHECK(said.mean == 2);
    CHECK(said.max == 4);
    CHECK(!said.n);
    CHECK(!said.min);
}

TEST_CASE("a series is told apart by the kind of its unit, and begins in the unit of its result")
{
    auto first = result_of("a", {1, 2});
    auto second = result_of("a", {3});
    second.unit = "s";
    auto third = result_of("a", {4});
    third.unit = "MB";
    const auto job = plain_job("j", {first, second, third});
    const auto rows = rows_of(job);
    CHECK(rows.results[0].series_key == rows.results[1].series_key);
    CHECK(rows.results[0].series_key != rows.results[2].series_key);
    CHECK(series_of(rows.results[1]).unit == "s");
}

TEST_CASE("an environment is told apart by its host key, and the worker is the job's")
{
    const auto rows = [](std::string worker, std::string host_key) {
        Config config;
        config.worker = std::move(worker);
        auto job = job_from("j", source_of("r", '1'), {result_of("a", {1})}, config);
        Run run;
        run.host.key = std::move(host_key);
        job.set(run);
        return rows_of(job);
    };
    const auto base = rows("w", "h");
    CHECK(base.worker == "w");
    CHECK(rows("other", "h").environment.digest == base.environment.digest);
    CHECK(rows("w", "other").environment.digest != base.environment.digest);
    CHECK(rows("w", "other").host->digest != base.host->digest);
}

TEST_CASE("the output is kept once, in the log")
{
    const auto job = full_job("j");
    const auto rows = rows_of(job);
    CHECK(rows.run->find("printed") == std::string::npos);
    CHECK(rows.build->find("built") == std::string::npos);
    CHECK_THAT(*rows.run, CB_CONTAINS("\"fitness\""));
    const auto log = log_of(job);
    CHECK(gunzip(log.output, max_gunzipped) == "printed");
    CHECK(gunzip(log.build_log, max_gunzipped) == "built");
    CHECK(gunzip(log.engine_log, max_gunzipped) == "engine");
    CHECK(gunzip(log.files, max_gunzipped) == "[]");
}

TEST_CASE("of a huge output the end is kept")
{
    auto job = plain_job("j", {});
    Run run;
    run.output = std::string(70U << 20U, 'x') + "the end";
    job.set(run);
    const auto log = log_of(job);
    CHECK(log.output.size() < (1U << 20U));
    const auto output = gunzip(log.output, max_gunzipped).value();
    CHECK(output.size() < (65U << 20U));
    CHECK(output.ends_with("the end"));
}

} // namespace cb::store
