#include "catch.hpp"
#include "jobs.hpp"
#include "store/rows.hpp"
#include "store/storable.hpp"

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

TEST_CASE("the numbers of a series that stands twice in a job are numbered on")
{
    const auto job =
        plain_job("j", {result_of("a", {1, 2}), result_of("b", {3}), result_of("a", {4})});
    const auto rows = rows_of(job);
    CHECK(rows.results[0].first_sample == 0);
    CHECK(rows.results[1].first_sample == 0);
    CHECK(rows.results[2].first_sample == 2);
    CHECK(rows.results[0].series_key == rows.results[2].series_key);
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
    CHECK(rows.results[1].first_sample == 2);
    CHECK(rows.results[2].first_sample == 0);
    CHECK(series_of(rows.results[1]).unit == "s");
}

TEST_CASE("series belong to a repository, a worker and a host key, and to no image")
{
    const auto key =
        [](std::string repo, std::string worker, std::string host_key, std::string image) {
            Config config;
            config.worker = std::move(worker);
            auto job =
                job_from("j", source_of(std::move(repo), '1'), {result_of("a", {1})}, config);
            Run run;
            run.host.key = std::move(host_key);
            run.image = std::move(image);
            job.set(run);
            return rows_of(job).results[0].series_key;
        };
    const auto base = key("r", "w", "h", "i");
    CHECK(key("other", "w", "h", "i") != base);
    CHECK(key("r", "other", "h", "i") != base);
    CHECK(key("r", "w", "other", "i") != base);
    CHECK(key("r", "w", "h", "other") == base);
}

TEST_CASE("the output is kept once, in the log")
{
    const auto job = full_job("j");
    const auto rows = rows_of(job);
    CHECK(rows.run->find("printed") == std::string::npos);
    CHECK(rows.build->find("built") == std::string::npos);
    CHECK_THAT(*rows.run, CB_CONTAINS("\"fitness\""));
    const auto log = log_of(job);
    CHECK(log.output == "printed");
    CHECK(log.build_log == "built");
    CHECK(log.engine_log == "engine");
}

TEST_CASE("of a huge output the end is kept")
{
    auto job = plain_job("j", {});
    Run run;
    run.output = std::string(70U << 20U, 'x') + "the end";
    job.set(run);
    const auto log = log_of(job);
    CHECK(log.output.size() < (65U << 20U));
    CHECK(log.output.ends_with("the end"));
}

} // namespace cb::store
