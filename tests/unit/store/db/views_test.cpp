#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/alias_list.hpp"
#include "store/grant.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::store {

namespace {

/// A job of a commit of acme/index that ran: the commits are numbered in the order of history.
Manifest job_of_commit(char commit, std::vector<Result> results)
{
    auto source = source_of("acme/index", commit);
    source.position = static_cast<std::uint64_t>(commit - '0');
    source.committed_at = Open<Time>::read(fmt::format("2026-01-1{}T08:00:00Z", commit));
    auto job = job_from(fmt::format("j{}", commit), source, std::move(results));
    Run run;
    run.started_at = source.committed_at.value();
    run.wall_s = commit - '0';
    run.host.key = "k";
    run.fitness.verdict = Verdict::clean;
    job.set(run);
    return job;
}

/// Three commits, of which the second is slower and the last one failed.
std::vector<Manifest> slower()
{
    auto failed = job_of_commit('3', {});
    failed.fail({Stage::run, "exit", "status 1"});
    return {job_of_commit('1', {result_of("insert", {10, 11, 12}), result_of("gone", {4})}),
            job_of_commit('2', {result_of("insert", {20, 22, 24})}),
            failed};
}

/// The statements of docs/storing.md that are marked as SQL.
Texts documented_queries()
{
    const auto page = read_file(CB_TEST_DATA "/../../docs/storing.md", Bytes{1U << 20U});
    constexpr std::string_view start = "```sql\n";
    Texts queries;
    for (auto at = page.find(start); at != std::string::npos; at = page.find(start, at)) {
        at += start.size();
        queries.push_back(page.substr(at, page.find("```", at) - at));
    }
    return queries;
}

/// Replaces all of them.
std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// The texts of a JSON file that follow this key.
Texts texts_after(const std::string& json, std::string_view key)
{
    Texts texts;
    const auto start = fmt::format("\"{}\": \"", key);
    for (auto at = json.find(start); at != std::string::npos; at = json.find(start, at)) {
        at += start.size();
        auto end = at;
        while (json[end] != '"') {
            end += json[end] == '\\' ? 2U : 1U;
        }
        texts.push_back(replaced(replaced(json.substr(at, end - at), "\\n", "\n"), "\\\"", "\""));
    }
    return texts;
}

/// As Grafana fills in its variables and macros. Its time filter compares a column with two times.
std::string filled(std::string sql)
{
    sql = replaced(std::move(sql), "$repository", "acme/index");
    sql = replaced(std::move(sql), "$branch", "main");
    sql = replaced(std::move(sql), "$benchmark", "'index'");
    sql = replaced(std::move(sql),
                   "$__timeGroupAlias(started_at, '1d')",
                   "date_trunc('day', started_at) AS \"time\"");
    for (const auto* const column : {"c.committed_at", "committed_at", "started_at", "stored_at"}) {
        sql = replaced(
            std::move(sql),
            fmt::format("$__timeFilter({})", column),
            fmt::format("{} BETWEEN '2020-01-01T00:00:00Z' AND '2099-01-01T00:00:00Z'", column));
    }
    return sql;
}

} // namespace

TEST_CASE("the queries of grafana/dashboard.json find rows")
{
    const PostgresDatabase database;
    const Target target{Postgres{database.conninfo()}};
    static_cast<void>(open(target, Access::write)->put(slower()));
    database.column(
        "INSERT INTO annotation (repository_id, kind, commit_id, created_by, created_at, "
        "reason) SELECT repository_id, 'expected', id, 'ada', now(), 'worth it' "
        "FROM git_commit LIMIT 1");
    const auto dashboard =
        read_file(CB_TEST_DATA "/../../grafana/dashboard.json", Bytes{1U << 20U});
    auto queries = texts_after(dashboard, "rawSql");
    const auto variables = texts_after(dashboard, "definition");
    CHECK(queries.size() == 7);
    CHECK(variables.size() == 3);
    queries.insert(queries.end(), variables.begin(), variables.end());
    for (const auto& query : queries) {
        const auto sql = filled(query);
        CAPTURE(sql);
        CHECK(sql.find('$') == std::string::npos);
        CHECK(database.column(fmt::format("SELECT count(*) FROM ({}) AS query", sql)).at(0) != "0");
    }
}

TEST_CASE("the queries of docs/storing.md give the same rows in both databases")
{
    const Database sqlite{Backend::sqlite};
    const Database postgres{Backend::postgres};
    static_cast<void>(sqlite.open()->put(slower()));
    static_cast<void>(postgres.open()->put(slower()));
    const auto queries = documented_queries();
    CHECK(queries.size() == 10);
    for (auto query : queries) {
        INFO(query);
        query.resize(query.rfind(';'));
        for (const auto* const what : {"count(*)", "*"}) {
            const auto rows = fmt::format("SELECT {} FROM ({}) AS query", what, query);
            const auto found = sqlite.column(rows);
            CHECK(found.at(0) != "0");
            // Times are not spelled alike.
            if (!query.starts_with("SELECT committed_at")) {
                CHECK(found == postgres.column(rows));
            }
        }
    }
}

TEST_CASE("the views put results in the order of history and compare them with those before")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(slower()));
    const auto number = [](const char* name) {
        return fmt::format("coalesce(CAST(CAST({} AS integer) AS text), '-')", name);
    };
    CHECK(database.column(fmt::format("SELECT test || ' ' || {} || ' ' || {} || ' ' || {} "
                                      "FROM history ORDER BY test, position",
                                      number("value"),
                                      number("previous_value"),
                                      number("ratio"))) ==
          Texts{"gone 4 - -", "insert 11 - -", "insert 22 11 2"});
    CHECK(database.column("SELECT test || ' ' || position FROM latest ORDER BY test") ==
          Texts{"gone 1", "insert 2"});
    CHECK(database.column("SELECT test || ' ' || jobs FROM series_overview ORDER BY test") ==
          Texts{"gone 1", "insert 2"});
    CHECK(
        database.column(fmt::format("SELECT number || ' ' || {} FROM samples WHERE test = 'insert' "
                                    "AND job = 'j2' ORDER BY number",
                                    number("value"))) == Texts{"1 20", "2 22", "3 24"});
    CHECK(database.column("SELECT job || ' ' || stage || ' ' || reason || ' ' || fault || ' ' || "
                          "tries FROM failures") == Texts{"j3 run exit commit 1"});
}

TEST_CASE("the views show a renamed series under its last name, and the measured one beside it")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    // The second job measured all three names, of which the last counts; the first one the old two.
    static_cast<void>(database.open()->put(std::vector{
        job_of_commit('1', {result_of("a", {1}), result_of("b", {2}), result_of("other", {7})}),
        job_of_commit('2', {result_of("a", {3}), result_of("b", {4}), result_of("c", {5})}),
        job_of_commit('3', {result_of("a", {6})})}));
    const auto rows = [&](const std::string& view) {
        return database.column("SELECT job || ' ' || test || ' ' || measured_test || ' ' || "
                               "CAST(CAST(value AS integer) AS text) FROM " +
                               view + " ORDER BY job, test, measured_test");
    };
    CHECK(rows("results") == Texts{"j1 a a 1",
                                   "j1 b b 2",
                                   "j1 other other 7",
                                   "j2 a a 3",
                                   "j2 b b 4",
                                   "j2 c c 5",
                                   "j3 a a 6"});
    LinesLog log;
    const auto rename = [&](const std::string& from, const std::string& to) {
        static_cast<void>(add_aliases(database.target(), {.old_name = from, .new_name = to}, log));
    };
    rename("index/a", "index/b");
    rename("index/b", "index/c");
    CHECK(rows("results") == Texts{"j1 c b 2", "j1 other other 7", "j2 c c 5", "j3 c a 6"});
    CHECK(rows("latest") == Texts{"j1 other other 7", "j3 c a 6"});
    CHECK(rows("samples") == Texts{"j1 c b 2", "j1 other other 7", "j2 c c 5", "j3 c a 6"});
    CHECK(database.column("SELECT job || ' ' || coalesce(CAST(CAST(previous_value AS integer) AS "
                          "text), '-') FROM history WHERE test = 'c' ORDER BY position") ==
          Texts{"j1 -", "j2 2", "j3 5"});
    CHECK(database.column("SELECT test || ' ' || jobs FROM series_overview ORDER BY test") ==
          Texts{"c 3", "other 1"});
    CHECK(
        database.column("SELECT repository || ' ' || measured_test || ' ' || test || ' ' || place "
                        "FROM renamed_series ORDER BY measured_test") ==
        Texts{"acme/index a c 2", "acme/index b c 1"});
}

TEST_CASE("no view has the name of a table, and grant.hpp names all views")
{
    const Database database{Backend::sqlite};
    static_cast<void>(database.open());
    auto names = database.column("SELECT name FROM sqlite_schema WHERE type = 'view'");
    Texts known{views.begin(), views.end()};
    std::sort(names.begin(), names.end());
    std::sort(known.begin(), known.end());
    CHECK(names == known);
}

TEST_CASE("a role that was let in reads the views and nothing else")
{
    const PostgresDatabase database;
    const Target target{Postgres{database.conninfo()}};
    static_cast<void>(open(target, Access::write)->put(slower()));
    LinesLog log;
    static_cast<void>(
        add_aliases(target, {.old_name = "index/gone", .new_name = "index/insert"}, log));
    const auto role = "\"read\"\"" + database.name() + "\""; // with a quote in its name
    const auto plain = "read\"" + database.name();
    CHECK_THROWS_WITH(grant_read(target, plain), CB_CONTAINS("there is no role"));
    on_server("CREATE ROLE " + role);
    grant_read(target, plain);
    grant_read(target, plain);
    const auto tried = [&](const std::string& sql) {
        return database.column(fmt::format("SET ROLE {}; {}", role, sql));
    };
    for (const auto view : views) {
        CHECK(tried(fmt::format("SELECT count(*) FROM {}", view)).at(0) != "0");
        CHECK_THROWS(tried(fmt::format("DELETE FROM {}", view)));
    }
    const auto tables =
        database.column("SELECT table_name FROM information_schema.tables "
                        "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'");
    CHECK(tables.size() > 10);
    for (const auto& table : tables) {
        CHECK_THROWS_WITH(tried("SELECT 1 FROM " + table), CB_CONTAINS("permission denied"));
    }
    database.column("DROP OWNED BY " + role);
    on_server("DROP ROLE " + role);
}

TEST_CASE("a file has no roles")
{
    const Database database{Backend::sqlite};
    CHECK_THROWS_WITH(grant_read(database.target(), "cb_read"), CB_CONTAINS("SQLite has no roles"));
}

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
                          "' ' || coalesce(failure_reason, '-') FROM jobs ORDER BY job") ==
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
