#include "base/fd.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "jobs.hpp"
#include "store/export.hpp"

namespace cb::store {

namespace {

constexpr std::string_view header = "repository,commit,branch,committed_at,benchmark,test,metric,"
                                    "unit,direction,statistic,value,job,"
                                    "status,worker,host_key,position,parents,verdict,config\r\n";

/// The output of `write` for a store with these jobs.
std::string exported(const std::vector<Manifest>& jobs, void (*write)(Store&, const Sink&))
{
    const TempDir dir;
    const auto store = open(SqliteFile{dir.path() / "x.db"}, Access::write);
    static_cast<void>(store->put(jobs));
    std::string text;
    write(*store, [&](std::string_view piece) { text += piece; });
    return text;
}

} // namespace

TEST_CASE("an empty store is exported as a header in CSV and as nothing in JSON lines")
{
    CHECK(exported({}, &write_csv) == header);
    CHECK(exported({}, &write_jsonl).empty());
}

TEST_CASE("CSV has a row a sample and a row a number of a summary")
{
    CHECK(exported({full_job("j")}, &write_csv) ==
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
    CHECK(exported({job_from("j", source, {result})}, &write_csv) ==
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
        exported({job}, &write_jsonl) ==
        R"({"repository":"r","commit":null,"branch":null,"committed_at":null,"benchmark":"index",)"
        R"("test":"a\"\n","metric":"time","unit":"ms","direction":"lower","statistic":"sample",)"
        R"("value":1e+300,"job":"j","status":"failed","worker":"","host_key":"","position":null,"parents":[],"verdict":null,"config":"default"})"
        "\n");
}

TEST_CASE("an export comes in pieces, and what the sink throws passes through")
{
    const TempDir dir;
    const auto store = open(SqliteFile{dir.path() / "x.db"}, Access::write);
    static_cast<void>(store->put(many_jobs("j", 10, 20, 20)));
    std::size_t largest = 0;
    int pieces = 0;
    write_csv(*store, [&](std::string_view piece) {
        largest = std::max(largest, piece.size());
        ++pieces;
    });
    CHECK(pieces > 5);
    CHECK(largest < 70000);
    CHECK_THROWS_AS(write_csv(*store, [](std::string_view) { throw ClosedPipe{}; }), ClosedPipe);
    CHECK(store->put(many_jobs("k", 1, 1, 1)) == std::vector{Put::added});
}

} // namespace cb::store
