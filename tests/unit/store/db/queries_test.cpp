#include "catch.hpp"
#include "databases.hpp"
#include "db/dialect.hpp"
#include "db/sqlite.hpp"
#include "jobs.hpp"
#include "store/job_infos.hpp"
#include "store/queries.hpp"
#include "store/queries_sql.hpp"
#include "store/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

// The queries of the store, tested on both databases.
namespace cb::store {

namespace {

/// A commit of acme/x whose first parent has the previous number, unless others are given.
Source commit_at(int number, std::vector<int> parents, std::string branch = "main")
{
    Source source;
    source.repo = "acme/x";
    source.commit = CommitId::parse(hash_of(number)).value();
    for (const int parent : parents) {
        source.parents.push_back(CommitId::parse(hash_of(parent)).value());
    }
    source.branch = std::move(branch);
    source.committed_at = Open<Time>::read(fmt::format("2026-01-31T08:{:02}:00Z", number));
    return source;
}

Manifest job_at(std::string_view name, Source source, std::vector<Result> results, int second = 1)
{
    Config config;
    config.worker = "rack-3";
    auto job = job_from(name, std::move(source), std::move(results), config);
    Run run;
    run.started_at = Open<Time>::read(fmt::format("2026-01-31T09:00:{:02}Z", second));
    run.host.key = "k";
    run.host.name = "h";
    run.host.cpu = "c";
    run.output = "printed by " + std::string{name};
    run.log = "engine";
    run.fitness.verdict = Verdict::suspect;
    job.set(run);
    return job;
}

/// A branch with a merge: 1 - 2 - 4 - 5 on main, 3 next to it (child of 1, merged by 4). Commit 2
/// has an odd time, and no job of the merged branch names main.
std::vector<Manifest> history()
{
    auto odd = commit_at(2, {1});
    odd.committed_at = Open<Time>::read("2027-01-01T00:00:00Z");
    auto summary = result_of("said", {});
    summary.summary = {{"avg", 2}, {"max", 4}};
    std::vector<Manifest> jobs{
        job_at("j5", commit_at(5, {4}), {result_of("t", {50, 51, 52})}, 5),
        job_at("j1", commit_at(1, {}), {result_of("t", {10}), result_of("gone", {1})}, 1),
        job_at("j4", commit_at(4, {2, 3}), {result_of("t", {40}), summary}, 4),
        job_at("j3", commit_at(3, {1}, "topic"), {result_of("t", {30})}, 3),
        job_at("j2", odd, {result_of("t", {20})}, 2),
        job_at("other", source_of("b", '1'), {result_of("t", {1})}, 6)};
    auto failed = job_from("f5", commit_at(5, {4}), {});
    failed.fail({Stage::build, "build_failed", "it failed", Fault::machine});
    jobs.push_back(failed);
    return jobs;
}

Texts medians(std::span<const Point> points)
{
    Texts texts;
    for (const auto& point : points) {
        texts.push_back(fmt::format("{} {}", point.job->job, point.figures.median.value_or(-1)));
    }
    return texts;
}

Texts hashes(std::span<const CommitInfo> commits)
{
    Texts texts;
    for (const auto& commit : commits) {
        texts.push_back(commit.hash.substr(38));
    }
    return texts;
}

/// The database's plan for the statement, one line per step.
std::string plan_of(const Database& database, Backend backend, std::string sql, const Texts& values)
{
    for (std::size_t i = values.size(); i > 0; --i) {
        const auto name = fmt::format("${}", i);
        for (auto at = sql.find(name); at != std::string::npos; at = sql.find(name)) {
            sql.replace(at, name.size(), values[i - 1]);
        }
    }
    const bool is_sqlite = backend == Backend::sqlite;
    Texts lines;
    if (is_sqlite) {
        db::Sqlite db{std::get<SqliteFile>(database.target()).path, db::Sqlite::Mode::read};
        const db::Rows rows{db.statement("EXPLAIN QUERY PLAN " + sql)};
        while (rows->step()) {
            lines.emplace_back(rows->text(3));
        }
    } else {
        lines = database.column("EXPLAIN " + sql);
    }
    return fmt::format("{}", fmt::join(lines, "\n"));
}

} // namespace

TEST_CASE("commits are in the order of their history, whatever their times say")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(history()));
    auto queries = open_queries(database.target());
    CHECK(queries.repositories() == Texts{"acme/x", "b"});
    CHECK(hashes(queries.commits("acme/x")) == Texts{"01", "03", "02", "04", "05"});
    HistoryFilter main{.branch = "main"};
    CHECK(hashes(queries.commits("acme/x", main)) == Texts{"01", "02", "04", "05"});
    CHECK(hashes(queries.commits("acme/x", {.branch = "topic"})) == Texts{"01", "03"});
    main.first = hash_of(1);
    main.last = hash_of(4);
    CHECK(hashes(queries.commits("acme/x", main)) == Texts{"02", "04"});
    CHECK(hashes(queries.commits("acme/x",
                                 {.since = parse_rfc3339("2026-01-31T08:04:00Z").value()})) ==
          Texts{"02", "04", "05"});
    CHECK(queries.commits("acme/x", {.last = hash_of(9)}).empty());
    CHECK(queries.commits("nobody").empty());
}

TEST_CASE("commits are selected by what jobs named")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    auto jobs = history();
    auto tagged = commit_at(5, {4});
    tagged.tag = "v1";
    jobs.push_back(job_at("t5", tagged, {}));
    auto pulled = commit_at(6, {5}, "fix");
    pulled.pull.emplace().number = 7;
    jobs.push_back(job_at("p6", pulled, {}));
    static_cast<void>(database.open()->put(jobs));
    auto queries = open_queries(database.target());
    const auto names = queries.names("acme/x");
    CHECK(names.refs == std::vector<RefInfo>{{RefInfo::Kind::branch, "fix", hash_of(6)},
                                             {RefInfo::Kind::branch, "main", hash_of(5)},
                                             {RefInfo::Kind::branch, "topic", hash_of(3)},
                                             {RefInfo::Kind::tag, "v1", hash_of(5)}});
    CHECK(names.head == hash_of(5));
    CHECK(find_commit(queries, "acme/x", "HEAD~2") == hash_of(2));
    CHECK(queries.names("nobody").commits.empty());

    const auto chosen = select(queries, {.repository = "acme/x", .range = Range{"topic", "v1"}});
    CHECK(chosen.repositories == Texts{"acme/x"});
    CHECK(hashes(queries.commits("acme/x", chosen.history)) == Texts{"02", "04", "05"});
    CHECK(select(queries, {}).repositories == Texts{"acme/x", "b"});
    CHECK_THROWS_WITH(select(queries, {.repository = "c"}),
                      "the store has no repository \"c\"; it has acme/x, b");
    CHECK_THROWS_WITH(select(queries, {.branch = "gone"}),
                      "no stored job names the branch \"gone\"");
    CHECK_THROWS_WITH(select(queries, {.range = Range{"topic", {}}}),
                      "a range needs one repository; choose one of acme/x, b with --repo");
    CHECK_THROWS_WITH(select(queries, {.repository = "acme/x", .range = Range{"x", {}}}),
                      "acme/x: \"x\" is not a stored commit, branch or tag");
}

TEST_CASE("a history may be limited to a worker")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(history()));
    auto queries = open_queries(database.target());
    const auto count = [&queries](const std::string& worker) {
        std::size_t points = 0;
        queries.for_each_history("acme/x",
                                 {},
                                 {.worker = worker},
                                 [&points](const auto&, auto its) { points += its.size(); });
        return points;
    };
    CHECK(count("rack-3") == 7);
    CHECK(count("rack-4") == 0);
}

TEST_CASE("a history, the latest points and a pair of commits are given out alike")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(history()));
    auto queries = open_queries(database.target());
    const auto series = queries.series("acme/x");
    REQUIRE(series.size() == 3);
    CHECK(series[0].test == "gone");
    CHECK(series[1].test == "said");
    const auto t = series[2];
    CHECK(t.unit == "ms");
    CHECK(queries.series("acme/x", {.test = "g*"}).size() == 1);
    CHECK(queries.series("acme/x", {.benchmark = "nothing"}).empty());

    const auto points = queries.history("acme/x", t.id);
    CHECK(medians(points) == Texts{"j1 10", "j3 30", "j2 20", "j4 40", "j5 51"});
    CHECK(points.back().samples == std::vector<double>{50, 51, 52});
    CHECK(points.back().figures.n == 3);
    CHECK(points.back().job->worker == "rack-3");
    CHECK(points.back().job->host_key == "k");
    CHECK(points.back().job->verdict == Verdict::suspect);
    CHECK(medians(queries.history("acme/x", t.id, {.branch = "topic"})) == Texts{"j1 10", "j3 30"});

    Texts seen;
    queries.for_each_history(
        "acme/x", {}, {.branch = "main"}, [&](const SeriesInfo& one, std::span<const Point> its) {
            seen.push_back(fmt::format("{}: {}", one.test, fmt::join(medians(its), ", ")));
        });
    CHECK(seen == Texts{"gone: j1 1", "said: j4 -1", "t: j1 10, j2 20, j4 40, j5 51"});

    seen.clear();
    queries.for_each_latest(
        "acme/x", {}, {.branch = "main"}, [&](const SeriesInfo& one, std::span<const Point> its) {
            seen.push_back(fmt::format("{}: {}", one.test, fmt::join(medians(its), ", ")));
        });
    CHECK(seen == Texts{"gone: j1 1", "said: j4 -1", "t: j5 51"});

    seen.clear();
    queries.for_each_pair(
        "acme/x", hash_of(1), hash_of(4), [&](const SeriesInfo& one, auto before, auto after) {
            seen.push_back(fmt::format("{}: {} | {}",
                                       one.test,
                                       fmt::join(medians(before), ", "),
                                       fmt::join(medians(after), ", ")));
            if (one.test == "said") {
                CHECK(after[0].figures.mean == 2);
                CHECK(after[0].statistics.at("max") == 4);
            }
        });
    CHECK(seen == Texts{"gone: j1 1 | ", "said:  | j4 -1", "t: j1 10 | j4 40"});
}

TEST_CASE("the latest point of a series that ended long ago is found")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    std::vector<Manifest> jobs;
    for (int i = 1; i <= 200; ++i) {
        auto source = commit_at(i, i > 1 ? std::vector{i - 1} : std::vector<int>{});
        source.committed_at.reset();
        source.position = static_cast<std::uint64_t>(i);
        std::vector<Result> results{result_of("t", {double(i)})};
        if (i <= 20) {
            results.push_back(result_of("gone", {double(i)}));
        }
        jobs.push_back(job_at(fmt::format("j{}", i), source, results));
    }
    std::reverse(jobs.begin(), jobs.end()); // the order of storing does not matter
    static_cast<void>(database.open()->put(jobs));
    Texts seen;
    open_queries(database.target())
        .for_each_latest("acme/x", {}, {}, [&](const SeriesInfo&, std::span<const Point> its) {
            seen.push_back(fmt::format("{}", fmt::join(medians(its), ", ")));
        });
    CHECK(seen == Texts{"j20 20", "j200 200"});
}

TEST_CASE("jobs, their logs and their hosts are given out alike")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(history()));
    auto queries = open_queries(database.target());
    const auto failures = queries.jobs("acme/x", {.status = Status::failed});
    REQUIRE(failures.size() == 1);
    CHECK(failures[0].job == "f5");
    CHECK(failures[0].failure ==
          Failure{Stage::build, "build_failed", "it failed", Fault::machine});
    CHECK(queries.jobs("acme/x").size() == 6);
    CHECK(queries.jobs("acme/x", {.commit = hash_of(5)}).size() == 2);
    CHECK(queries.jobs("acme/x", {.branch = "topic"}).at(0).job == "j3");
    CHECK(queries.jobs("acme/x", {.since = now() + std::chrono::hours{1}}).empty());
    CHECK(queries.jobs("acme/x", {.max_jobs = 2}).size() == 2);

    const auto log = queries.log("acme/x", "j3");
    REQUIRE(log);
    CHECK(log->output == "printed by j3");
    CHECK(log->engine_log == "engine");
    CHECK(log->files == "[]");
    CHECK(!queries.log("b", "j3"));

    const auto hosts = queries.hosts();
    REQUIRE(hosts.size() == 1);
    CHECK(hosts[0].name == "h");
    CHECK(hosts[0].cpu == "c");
    CHECK(hosts[0].suspect == 6);
    CHECK(hosts[0].clean == 0);
    CHECK(to_rfc3339(hosts[0].first_seen) == "2026-01-31T09:00:01Z");
    CHECK(to_rfc3339(hosts[0].last_seen) == "2026-01-31T09:00:06Z");
    const auto fitness = queries.host_fitness("h", "k");
    REQUIRE(fitness.size() == 6);
    CHECK(fitness[0].verdict == Verdict::suspect);
    CHECK(fitness[0].reasons == "[]");
}

TEST_CASE("no query of the store reads a large table from end to end")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open());
    // Many rows of many repositories, of which a query needs a small part.
    for (const auto* const sql :
         {"INSERT INTO repository (digest, name) SELECT 'd' || i, 'r' || i FROM many WHERE i < 50",
          "INSERT INTO environment (repository_id, digest, host_key, host_name, cpu, kernel) "
          "SELECT id, 'd', '', '', '', '' FROM repository",
          "INSERT INTO git_commit (repository_id, hash, parents) "
          "SELECT r.id, 'c' || i, '[]' FROM repository r, many WHERE i < 100",
          "INSERT INTO job (repository_id, job, work, attempt, worker, is_current, commit_id, "
          "environment_id, config_name, status, host_name, source, config, stored_at) "
          "SELECT c.repository_id, c.hash, c.hash, 1, '', true, c.id, e.id, '', 'ok', '', '{}', "
          "'{}', '2026-01-31T08:00:00.000Z' FROM git_commit c "
          "JOIN environment e ON e.repository_id = c.repository_id",
          "INSERT INTO series (repository_id, digest, benchmark, test, metric, unit, direction) "
          "SELECT r.id, 's' || i, 'b', 't' || i, '', '', 'lower' FROM repository r, many "
          "WHERE i < 10",
          "INSERT INTO measurement (repository_id, series_id, job_id, position) "
          "SELECT s.repository_id, s.id, j.id, 0 FROM series s "
          "JOIN job j ON j.repository_id = s.repository_id",
          "INSERT INTO alias (repository_id, series_id, target_id, created_by, created_at, reason) "
          "SELECT repository_id, min(id), max(id), '', '2026-01-31T08:00:00.000Z', '' FROM series "
          "GROUP BY repository_id",
          "ANALYZE"}) {
        std::string text = sql;
        if (text == "ANALYZE" && backend == Backend::sqlite) {
            continue; // nobody does that
        }
        if (text.find("many") != std::string::npos) {
            text.insert(0,
                        "WITH RECURSIVE many AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM many "
                        "WHERE i < 100) ");
        }
        database.run_script(text);
    }
    const auto with_records = [&](const char* sql, const char* columns, const std::string& rows) {
        const auto kind = backend == Backend::sqlite ? db::Backend::sqlite : db::Backend::postgres;
        const auto keys = db::records_of_json(kind, columns);
        return plan_of(database, backend, fmt::format(fmt::runtime(sql), keys), {rows, "1"});
    };
    const auto with_ids = [&](const char* sql) {
        return with_records(sql, sql::ids, "'[{\"id\":1}]'");
    };
    const auto with_keys = [&](const char* sql) {
        return with_records(sql, sql::row_keys, "'[{\"series_id\":1,\"job_id\":1}]'");
    };
    const auto plain = [&](const std::string& sql, const Texts& values) {
        return plan_of(database, backend, sql, values);
    };
    const auto jobs = fmt::format("SELECT {} FROM {} {}", job_columns, job_tables, sql::where_jobs);
    const Texts plans{plain(sql::history_of_series, {"1", "1"}),
                      plain(sql::repositories, {}),
                      with_ids(sql::histories),
                      with_ids(sql::series_of_jobs),
                      with_ids(sql::jobs_of_some_series),
                      with_ids(sql::texts_of_commits),
                      with_keys(sql::measurements_of_keys),
                      plain(sql::commits_of_repository, {"1"}),
                      plain(sql::commits_of_branch, {"1", "'main'"}),
                      plain(sql::jobs_of_repository, {"1"}),
                      plain(sql::jobs_of_series, {"1", "1"}),
                      plain(sql::refs_of_repository, {"1"}),
                      plain(sql::measurements_of_commit, {"1", "'c1'"}),
                      plain(sql::series_of_repository, {"1"}),
                      plain(sql::any_alias, {"1"}),
                      plain(sql::aliases_of_repository, {"1"}),
                      plain(sql::count_jobs_of_both, {"1", "1", "2"}),
                      plain(sql::log_of_job, {"1", "'c1'"}),
                      plain(sql::fitness_of_host, {"'d'"}),
                      plain(jobs, {"1", "''", "''", "''", "'1970-01-01T00:00:00.000Z'", "10"})};
    for (const auto& plan : plans) {
        INFO(plan);
        for (const auto* const table : {"m", "job", "c", "series", "s", "a", "t", "n"}) {
            CHECK(plan.find(fmt::format("SCAN {}\n", table)) == std::string::npos);
            CHECK(!plan.ends_with(fmt::format("SCAN {}", table)));
        }
        CHECK(plan.find("SEARCH m USING PRIMARY KEY (repository_id=?)") == std::string::npos);
        CHECK(plan.find("measurement_job (repository_id=?)") == std::string::npos);
        for (const auto* const table : {"measurement", "job", "git_commit", "series"}) {
            CHECK(plan.find(fmt::format("Seq Scan on {}", table)) == std::string::npos);
        }
    }
    CHECK_THAT(plans[0], CB_CONTAINS("m"));
    if (backend == Backend::sqlite) { // rows of job are large: what all histories need is an index
        CHECK_THAT(plain(sql::jobs_of_repository, {"1"}), CB_CONTAINS("COVERING INDEX job_place"));
        CHECK_THAT(plain(sql::commits_of_branch, {"1", "''"}), CB_CONTAINS("INDEX job_place"));
        CHECK_THAT(with_ids(sql::series_of_jobs), CB_CONTAINS("COVERING INDEX measurement_job"));
    }
}

} // namespace cb::store
