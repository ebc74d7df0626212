#include "base/fd.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/export.hpp"

namespace cb::store {

namespace {

constexpr std::string_view header = "repository,commit,branch,committed_at,benchmark,test,metric,"
                                    "unit,direction,statistic,value,job,"
                                    "status,worker,host_key,position,parents,verdict,config\r\n";

/// What is exported from a store with these jobs.
std::string export_of(const std::vector<Manifest>& jobs, ExportFormat format)
{
    const TempDir dir;
    const SqliteFile file{dir.path() / "x.db"};
    static_cast<void>(open(file, Access::write)->put(jobs));
    return store::exported(file, format);
}

} // namespace

TEST_CASE("an empty store is exported as a header in CSV and as nothing in JSON lines")
{
    CHECK(export_of({}, ExportFormat::csv) == header);
    CHECK(export_of({}, ExportFormat::jsonl).empty());
}

TEST_CASE("CSV has a row a sample and a row a number of a summary")
{
    CHECK(export_of({full_job("j")}, ExportFormat::csv) ==
          std::string{header} +
              "acme/index,2222222222222222222222222222222222222222,main,2026-01-31T08:00:00Z,index,"
              "delete,time,ms,lower,avg,2,j,ok,rack-3,k1,,1111111111111111111111111111111111111111,"
              "clean,default\r\n"
              "acme/index,2222222222222222222222222222222222222222,main,2026-01-31T08:00:00Z,index,"
              "delete,time,ms,lower,max,4,j,ok,rack-3,k1,,1111111111111111111111111111111111111111,"
              "clean,default\r\n"
              "acme/index,2222222222222222222222222222222222222222,main,2026-01-31T08:00:00Z,index,"
              "delete,time,ms,lower,min,1,j,ok,rack-3,k1,,1111111111111111111111111111111111111111,"
              "clean,default\r\n"
              "acme/index,2222222222222222222222222222222222222222,main,2026-01-31T08:00:00Z,index,"
              "insert,time,ms,lower,sample,1.5,j,ok,rack-3,k1,,"
              "1111111111111111111111111111111111111111,clean,default\r\n"
              "acme/index,2222222222222222222222222222222222222222,main,2026-01-31T08:00:00Z,index,"
              "insert,time,ms,lower,sample,0.30000000000000004,j,ok,rack-3,k1,,"
              "1111111111111111111111111111111111111111,clean,default\r\n");
}

TEST_CASE("CSV quotes commas, quotes and line ends, and nothing else")
{
    Source source;
    source.repo = "a \"b\", c";
    auto result = result_of("two\r\nlines", {1});
    result.benchmark = "=SUM(1)";
    result.unit = "";
    CHECK(export_of({job_from("j", source, {result})}, ExportFormat::csv) ==
          std::string{header} +
              "\"a \"\"b\"\", c\",,,,=SUM(1),\"two\r\nlines\",time,,lower,sample,1,"
              "j,ok,,,,,,default\r\n");
}

TEST_CASE("JSON lines say null for what is not known")
{
    Source source;
    source.repo = "r";
    auto job = job_from("j", source, {result_of("a\"\n", {1e300})});
    job.fail({Stage::run, "exit", "status 1"});
    CHECK(
        export_of({job}, ExportFormat::jsonl) ==
        R"({"repository":"r","commit":null,"branch":null,"committed_at":null,"benchmark":"index",)"
        R"("test":"a\"\n","metric":"time","unit":"ms","direction":"lower","statistic":"sample",)"
        R"("value":1e+300,"job":"j","status":"failed","worker":"","host_key":"","position":null,"parents":[],"verdict":null,"config":"default"})"
        "\n");
}

TEST_CASE("an export comes in pieces, and what the sink throws passes through")
{
    const TempDir dir;
    const SqliteFile file{dir.path() / "x.db"};
    const auto store = open(file, Access::write);
    static_cast<void>(store->put(many_jobs("j", 10, 20, 20)));
    auto queries = open_queries(file);
    LinesLog log;
    const auto write = [&](const Sink& sink) {
        write_export(queries, select(queries, {}), ExportFormat::csv, sink, log);
    };
    std::size_t largest = 0;
    int pieces = 0;
    write([&](std::string_view piece) {
        largest = std::max(largest, piece.size());
        ++pieces;
    });
    CHECK(pieces > 5);
    CHECK(largest < 70000);
    CHECK_THROWS_AS(write([](std::string_view) { throw ClosedPipe{}; }), ClosedPipe);
    CHECK(store->put(many_jobs("k", 1, 1, 1)) == std::vector{Put::added});
}

TEST_CASE("the manifest of a large job is written in small pieces")
{
    constexpr int results = 8000;
    const TempDir dir;
    const SqliteFile file{dir.path() / "x.db"};
    static_cast<void>(open(file, Access::write)->put(many_jobs("j", 1, results, 1)));
    auto queries = open_queries(file);
    std::string text;
    std::size_t longest = 0;
    LinesLog log;
    write_export(
        queries,
        select(queries, {}),
        ExportFormat::manifests,
        [&](std::string_view piece) {
            text += piece;
            longest = std::max(longest, piece.size());
        },
        log);
    CHECK(Manifest::parse(text).value().results().size() == results);
    CHECK(text.size() > 1'000'000);
    CHECK(longest < 150'000);
}

} // namespace cb::store
