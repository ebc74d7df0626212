#include "base/error.hpp"
#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "store/history_reader.hpp"
#include "store/queries.hpp"

// What people say about changes, and histories without samples, on both databases.
namespace cb::store {

namespace {

Source commit_on(char digit, const std::string& branch)
{
    auto source = source_of("r", digit);
    source.branch = branch;
    return source;
}

} // namespace

TEST_CASE("what people said is read in its order")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    static_cast<void>(
        store->put(std::vector{job_from("j1", source_of("r", '1'), {result_of("t", {1})}),
                               job_from("j2", source_of("r", '2'), {result_of("t", {2})})}));
    auto queries = open_queries(database.target());
    const auto series = queries.series("r").at(0).id;
    const std::string first(40, '1');
    const std::string second(40, '2');
    const std::vector<Annotation> said{
        {.kind = Annotation::Kind::acknowledged,
         .series_id = series,
         .commit = first,
         .by = "ada",
         .at = Time{std::chrono::milliseconds{1'700'000'000'001}},
         .reason = "it's \"so\""},
        {.kind = Annotation::Kind::moved,
         .commit = first,
         .target = second,
         .by = "",
         .at = Time{std::chrono::milliseconds{1'700'000'000'002}}},
    };
    store->annotate("r", said);
    CHECK(queries.annotations("r") == said);
    CHECK(queries.annotations("other").empty());
    CHECK_THROWS_AS(store->annotate("other", said), Error);
    auto unknown = said;
    unknown[1].target = std::string(40, '3');
    CHECK_THROWS_AS(store->annotate("r", unknown), Error);
    CHECK(queries.annotations("r").size() == 2); // all or nothing
}

TEST_CASE("what a commit's message expects is stored with the commit")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto source = source_of("r", '1');
    source.perf_expected = {"parse +5%", "merge"};
    static_cast<void>(
        database.open()->put(std::vector{job_from("j1", source, {result_of("t", {1})})}));
    const auto commits = open_queries(database.target()).commits("r");
    REQUIRE(commits.size() == 1);
    CHECK(commits[0].perf_expected == source.perf_expected);
}

TEST_CASE("a history is read without its samples, and without failed jobs")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto failed = job_from("j3", commit_on('3', "main"), {result_of("t", {9})});
    failed.fail({Stage::run, "exit", "it failed", Fault::commit});
    static_cast<void>(database.open()->put(
        std::vector{job_from("j1", commit_on('1', "main"), {result_of("t", {1, 2, 6})}),
                    job_from("j2", commit_on('2', "main"), {result_of("t", {4})}),
                    job_from("j4", commit_on('4', "topic"), {result_of("t", {8})}),
                    failed}));
    auto queries = open_queries(database.target());
    auto reader = queries.read_history("r", std::nullopt);
    CHECK(reader.branch() == "main");
    CHECK(reader.commits().size() == 3);
    CHECK(reader.jobs().size() == 3);
    std::vector<double> values;
    reader.for_each_series({}, [&values](const SeriesInfo&, std::span<const JobMedian> medians) {
        for (const auto& median : medians) {
            values.push_back(median.value);
        }
    });
    CHECK(values == std::vector<double>{2, 4});
    CHECK(queries.read_history("r", "topic").commits().size() == 1);
    CHECK_THROWS_AS(queries.read_history("r", "nope"), Error);
    CHECK(queries.read_history("other", std::nullopt).commits().empty());
}

} // namespace cb::store
