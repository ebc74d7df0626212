#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/alias_list.hpp"
#include "store/history_reader.hpp"
#include "store/job_medians.hpp"
#include "store/queries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

// A renamed benchmark keeps its history: what every reader of the store makes of an alias, on both
// databases.
namespace cb::store {

namespace {

Result in_unit(std::string test, std::string unit, std::vector<double> values)
{
    auto result = result_of(std::move(test), std::move(values));
    result.unit = std::move(unit);
    return result;
}

Manifest run_at(char commit, std::vector<Result> results)
{
    auto source = source_of("acme/x", commit);
    if (commit > '1') {
        source.parents = {commit_of(static_cast<char>(commit - 1))};
    }
    source.branch = "main";
    auto run = job_from(fmt::format("j{}", commit), std::move(source), std::move(results));
    run.set(Run{});
    return run;
}

/// "old" at the first two commits in seconds, "new" at the last two in milliseconds; the third job
/// measured both. "other" was never renamed.
std::vector<Manifest> renamed_history()
{
    auto summary = in_unit("old", "s", {});
    summary.summary = {{"avg", 0.25}, {"max", 0.5}};
    return {run_at('1', {in_unit("old", "s", {0.001, 0.002, 0.003}), result_of("other", {7})}),
            run_at('2', {summary}),
            run_at('3', {result_of("new", {30}), in_unit("old", "s", {0.9})}),
            run_at('4', {result_of("new", {40})})};
}

void put(const Database& database, const std::vector<Manifest>& jobs)
{
    static_cast<void>(database.open()->put(jobs));
}

std::vector<Alias>
add(const Database& database, const std::string& old_name, const std::string& new_name, Log& log)
{
    return add_aliases(
        database.target(),
        {.old_name = old_name, .new_name = new_name, .created_by = "ada", .reason = "it's \"so\""},
        log);
}

std::string middle_of(const Point& point)
{
    return fmt::format(
        "{} {}", point.job->job, point.figures.median.value_or(point.figures.mean.value_or(-1)));
}

Texts middles_of(std::span<const Point> points)
{
    Texts texts;
    for (const auto& point : points) {
        texts.push_back(middle_of(point));
    }
    return texts;
}

/// What the readers of the store say, one text for each series.
class Readers {
public:
    explicit Readers(const Database& database)
        : queries_{open_queries(database.target())}, series_{queries_.series("acme/x")}
    {}

    [[nodiscard]] Texts read_all()
    {
        read_points();
        read_pair();
        read_medians();
        return std::move(texts_);
    }

private:
    void add(std::string_view reader, const Texts& lines)
    {
        texts_.push_back(fmt::format("{}: {}", reader, fmt::join(lines, ", ")));
    }

    void read_points()
    {
        Texts names;
        for (const auto& one : series_) {
            names.push_back(one.test + " " + one.unit);
            add("history of " + one.test, middles_of(queries_.history("acme/x", one.id)));
        }
        add("series", names);
        queries_.for_each_history(
            "acme/x", {}, {}, [this](const SeriesInfo& one, std::span<const Point> points) {
                add("histories of " + one.test, middles_of(points));
            });
        queries_.for_each_latest(
            "acme/x", {}, {}, [this](const SeriesInfo& one, std::span<const Point> points) {
                add("latest of " + one.test, middles_of(points));
            });
    }

    void read_pair()
    {
        queries_.for_each_pair("acme/x",
                               std::string(40, '1'),
                               std::string(40, '3'),
                               [this](const SeriesInfo& one, auto before, auto after) {
                                   auto both = middles_of(before);
                                   both.emplace_back("|");
                                   for (const auto& text : middles_of(after)) {
                                       both.push_back(text);
                                   }
                                   add("pair of " + one.test, both);
                               });
    }

    void read_medians()
    {
        auto reader = queries_.read_history("acme/x", std::nullopt);
        std::map<std::int64_t, std::string> job_of_id;
        std::vector<std::int64_t> ids;
        for (const auto& job : reader.jobs()) {
            ids.push_back(job.info->id);
            job_of_id.emplace(job.info->id, job.info->job);
        }
        const auto job_of = [&](const auto& item) { return reader.jobs()[item.job].info->job; };
        reader.for_each_series({}, [&](const SeriesInfo& one, std::span<const JobMedian> medians) {
            Texts lines;
            for (const auto& median : medians) {
                lines.push_back(fmt::format("{} {}", job_of(median), median.value));
            }
            add("medians of " + one.test, lines);
        });
        reader.for_each_spread({}, [&](const SeriesInfo& one, std::span<const JobSpread> spreads) {
            Texts lines;
            for (const auto& spread : spreads) {
                lines.push_back(fmt::format("{} {}", job_of(spread), spread.max.value_or(-1)));
            }
            add("maxima of " + one.test, lines);
        });
        Texts lines;
        for_each_median(queries_, "acme/x", ids, [&](auto id, auto job, double value) {
            lines.push_back(fmt::format("{} {} {}", job_of_id.at(job), test_of(id), value));
        });
        std::sort(lines.begin(), lines.end());
        add("of all jobs", lines);
    }

    [[nodiscard]] std::string test_of(std::int64_t id) const
    {
        const auto at = std::find_if(
            series_.begin(), series_.end(), [id](const auto& one) { return one.id == id; });
        return at == series_.end() ? "?" : at->test;
    }

    Queries queries_;
    std::vector<SeriesInfo> series_;
    Texts texts_{};
};

Texts read_everything(const Database& database)
{
    return Readers{database}.read_all();
}

} // namespace

TEST_CASE("every reader shows a renamed series under its new name")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    put(database, renamed_history());
    const auto before = read_everything(database);
    CHECK(std::count(before.begin(), before.end(), "series: new ms, old s, other ms") == 1);

    LinesLog log;
    REQUIRE(add(database, "index/old", "index/new", log).size() == 1);
    CHECK(log.text() == "1 job measured both index/old time and index/new time: of these, only "
                        "index/new time counts\n");
    const std::string whole = "j1 2, j2 250, j3 30, j4 40";
    CHECK(read_everything(database) ==
          Texts{"history of new: " + whole,
                "history of other: j1 7",
                "series: new ms, other ms",
                "histories of new: " + whole,
                "histories of other: j1 7",
                "latest of new: j4 40",
                "latest of other: j1 7",
                "pair of new: j1 2, |, j3 30",
                "pair of other: j1 7, |",
                "medians of new: " + whole,
                "medians of other: j1 7",
                "maxima of new: j1 3, j2 500, j3 30, j4 40",
                "maxima of other: j1 7",
                "of all jobs: j1 new 2, j1 other 7, j2 new 250, j3 new 30, j4 new 40"});

    auto queries = open_queries(database.target());
    const auto points = queries.history("acme/x", queries.series("acme/x").at(0).id);
    CHECK(points[0].samples == std::vector<double>{1, 2, 3});
    CHECK(points[1].statistics.at("max") == 500);
    Texts samples;
    for (const auto& sample : all_samples(*database.open(Access::read))) {
        samples.push_back(fmt::format("{} {} {} {} {}",
                                      sample.job,
                                      sample.test,
                                      sample.statistic,
                                      sample.value,
                                      sample.unit));
    }
    CHECK(samples == Texts{"j1 new sample 1 ms",
                           "j1 new sample 2 ms",
                           "j1 new sample 3 ms",
                           "j1 other sample 7 ms",
                           "j2 new avg 250 ms",
                           "j2 new max 500 ms",
                           "j3 new sample 30 ms",
                           "j4 new sample 40 ms"});
    // A manifest says what was measured.
    CHECK_THAT(exported(database.target(), ExportFormat::manifests), CB_CONTAINS("\"old\""));

    const auto removed = remove_aliases(database.target(), std::nullopt, "index/old");
    CHECK(removed.size() == 1);
    CHECK(read_everything(database) == before);
    CHECK(list_aliases(database.target(), std::nullopt).empty());
}

TEST_CASE("few jobs of a long history are read under the new names, too")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    auto jobs = renamed_history();
    for (char commit = '5'; commit <= '9'; ++commit) {
        jobs.push_back(run_at(commit, {result_of("new", {50})}));
    }
    const Database database{backend};
    put(database, jobs);
    LinesLog log;
    auto queries = open_queries(database.target());
    const auto names = read_content_names(queries, "acme/x");
    static_cast<void>(add(database, "index/old", "index/new", log));
    const auto new_names = read_content_names(queries, "acme/x");
    REQUIRE(new_names.size() == names.size());
    for (const auto& [job, name] : names) { // so what was computed of them is not used again
        CHECK(new_names.at(job) != name);
    }
    const auto id = queries.series("acme/x").at(0).id;
    const auto points = queries.history("acme/x", id);
    const std::vector<std::int64_t> two{points[0].job->id, points[2].job->id};
    std::vector<double> values;
    for_each_median(queries, "acme/x", two, [&](auto series, auto, double value) {
        if (series == id) {
            values.push_back(value);
        }
    });
    std::sort(values.begin(), values.end());
    CHECK(values == std::vector<double>{2, 30});
}

TEST_CASE("a chain of aliases ends at the last name")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    put(database,
        {run_at('1', {result_of("a", {1})}),
         run_at('2', {result_of("b", {2}), result_of("a", {1})}),
         run_at('3', {result_of("c", {3}), result_of("b", {2}), result_of("a", {1})})});
    LinesLog log;
    static_cast<void>(add(database, "index/b", "index/c", log));
    static_cast<void>(add(database, "index/a", "index/b", log));
    auto queries = open_queries(database.target());
    const auto middles = [&] {
        Texts all;
        for (const auto& one : queries.series("acme/x")) {
            all.push_back(
                fmt::format("{}: {}",
                            one.test,
                            fmt::join(middles_of(queries.history("acme/x", one.id)), ", ")));
        }
        return all;
    };
    CHECK(middles() == Texts{"c: j1 1, j2 2, j3 3"});
    CHECK_THROWS_WITH(add(database, "index/c", "index/a", log),
                      CB_CONTAINS("index/a time counts as index/c time already, so index/c time "
                                  "cannot count as index/a time"));
    CHECK_THROWS_WITH(add(database, "index/c", "index/c", log),
                      CB_CONTAINS("has this name already"));
    CHECK_THROWS_WITH(
        add(database, "index/a", "index/c", log),
        CB_CONTAINS(
            "index/a time counts as index/b time already; to change that, remove it first"));
    CHECK(add(database, "index/a", "index/b", log).size() == 1); // nothing new
    CHECK(list_aliases(database.target(), "acme/x").size() == 2);
    static_cast<void>(remove_aliases(database.target(), std::nullopt, "index/b"));
    CHECK(middles() == Texts{"b: j1 1, j2 2, j3 2", "c: j3 3"});
    CHECK_THROWS_AS(remove_aliases(database.target(), std::nullopt, "index/b"), Error);
}

TEST_CASE("a benchmark is renamed with all that it has under both names")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const auto named = [](std::string benchmark, Result result) {
        result.benchmark = std::move(benchmark);
        return result;
    };
    auto wrong_way = named("new", result_of("turned", {1}));
    wrong_way.direction = Direction::higher;
    const Database database{backend};
    put(database,
        {run_at('1',
                {named("old", result_of("kept", {1})),
                 named("old", result_of("dropped", {1})),
                 named("old", result_of("turned", {1})),
                 named("old", in_unit("resized", "s", {1}))}),
         run_at('2',
                {named("new", result_of("kept", {2})),
                 named("new", in_unit("resized", "MB", {1})),
                 wrong_way})});
    LinesLog log;
    const auto added = add(database, "old", "new", log);
    REQUIRE(added.size() == 1);
    CHECK(added[0].old_series.test == "kept");
    CHECK(log.text() == "old/dropped time stays: the store has no such series of new\n"
                        "old/resized time stays: the store has no such series of new\n"
                        "old/turned time stays: the store has no such series of new\n");
    const auto listed = list_aliases(database.target(), std::nullopt);
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].created_by == "ada");
    CHECK(listed[0].reason == "it's \"so\"");
    CHECK_THROWS_WITH(add(database, "old/resized", "new/resized", log),
                      CB_CONTAINS("has no series of \"new/resized\" that corresponds to one"));
    CHECK_THROWS_WITH(add(database, "old/kept", "new", log),
                      CB_CONTAINS("\"old/kept\" is a test, and \"new\" is a benchmark"));
    CHECK_THROWS_WITH(add(database, "old", "nwe", log),
                      CB_CONTAINS("no benchmark, test or metric \"nwe\""));
}

TEST_CASE("what was decided about a renamed series is of its new name")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    put(database, renamed_history());
    auto queries = open_queries(database.target());
    const auto series = queries.series("acme/x", {.test = "old"}).at(0).id;
    const std::vector<Annotation> said{{.kind = Annotation::Kind::expected,
                                        .series_id = series,
                                        .commit = std::string(40, '2'),
                                        .by = "ada"}};
    database.open()->annotate("acme/x", said);
    LinesLog log;
    static_cast<void>(add(database, "index/old", "index/new", log));
    CHECK(queries.annotations("acme/x").at(0).series_id ==
          queries.series("acme/x", {.test = "new"}).at(0).id);
}

TEST_CASE("a cycle that somebody wrote into the database is an error and no endless loop")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    put(database, renamed_history());
    LinesLog log;
    static_cast<void>(add(database, "index/old", "index/new", log));
    database.run_script("INSERT INTO alias SELECT repository_id, target_id, series_id, '', "
                        "created_at, '' FROM alias");
    auto queries = open_queries(database.target());
    CHECK_THROWS_WITH(queries.series("acme/x"), CB_CONTAINS("is an alias of itself"));
    static_cast<void>(remove_aliases(database.target(), std::nullopt, "index/new"));
    CHECK(queries.series("acme/x").size() == 2);
}

} // namespace cb::store
