#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"

namespace cb::store {

TEST_CASE("the view of measurements says count, least, median, mean and most")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto summary = result_of("s", {});
    summary.summary = {{"min", 1}, {"avg", 2}, {"max", 4}, {"stddev", 9}};
    static_cast<void>(database.open()->put(std::vector{plain_job("j",
                                                                 {result_of("odd", {5, 1, 3}),
                                                                  result_of("even", {4, 1, 2, 9}),
                                                                  result_of("one", {7}),
                                                                  summary})}));
    const auto row = [&](const std::string& test) {
        return database.column("SELECT coalesce(CAST(n AS text), '-') || ' ' || min || ' ' || "
                               "coalesce(CAST(median AS text), '-') || ' ' || mean || ' ' || max "
                               "FROM results WHERE test = '" +
                               test + "'");
    };
    const auto point = backend == Backend::sqlite ? ".0" : "";
    const auto line = [&](std::initializer_list<std::string> parts) {
        std::string text;
        for (const auto& part : parts) {
            text += (text.empty() ? "" : " ") + part;
        }
        return std::vector{text};
    };
    const auto whole = [&](const char* number) { return std::string{number} + point; };
    CHECK(row("odd") == line({"3", whole("1"), whole("3"), whole("3"), whole("5")}));
    CHECK(row("even") == line({"4", whole("1"), whole("3"), whole("4"), whole("9")}));
    CHECK(row("one") == line({"1", whole("7"), whole("7"), whole("7"), whole("7")}));
    CHECK(row("s") == line({"-", whole("1"), "-", whole("2"), whole("4")}));
}

TEST_CASE("the view of jobs has failed jobs and jobs without a commit")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    Source none;
    none.repo = "r";
    auto failed = job_from("b", none, {});
    failed.fail({Stage::parse, "no_results", "nothing was found"});
    static_cast<void>(database.open()->put(std::vector{plain_job("a", {}), failed}));
    CHECK(database.column("SELECT job || ' ' || repository || ' ' || coalesce(commit_hash, '-') || "
                          "' ' || coalesce(failure_reason, '-') FROM job_overview ORDER BY job") ==
          std::vector<std::string>{"a acme/index " + std::string(40, '1') + " -",
                                   "b r - no_results"});
}

TEST_CASE("deleting a job deletes what belongs to it")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(
        database.open()->put(std::vector{full_job("a"), plain_job("b", {result_of("t", {1})})}));
    database.column("DELETE FROM job WHERE job = 'a'");
    CHECK(database.count("log") == 1);
    CHECK(database.count("measurement") == 1);
    CHECK(database.count("rejected") == 0);
}

} // namespace cb::store
