#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/export.hpp"
#include "store/rows.hpp"

#include <fmt/format.h>

#include <sstream>

// Exports, tested on both databases.
namespace cb::store {

namespace {

/// A commit of acme/x; each is the child of the one before.
Source commit_number(char number)
{
    auto source = source_of("acme/x", number);
    if (number > '1') {
        source.parents = {commit_of(static_cast<char>(number - 1))};
    }
    source.position = static_cast<std::uint64_t>(number - '0');
    source.committed_at = Open<Time>::read(fmt::format("2026-01-1{}T08:00:00Z", number));
    return source;
}

Manifest run_on(std::string_view name, char commit, std::string worker, std::vector<Result> results)
{
    Config config;
    config.worker = std::move(worker);
    auto job = job_from(name, commit_number(commit), std::move(results), config);
    Run run;
    run.started_at = Open<Time>::read(fmt::format("2026-01-1{}T09:00:00Z", commit));
    run.host.key = "k";
    run.host.name = "h";
    run.output = "printed by " + std::string{name};
    run.files = {{.path = "a", .content = "b\n\"c\"", .problem = {}}};
    job.set(run);
    return job;
}

/// Jobs of every kind: full, failed, retried, without a commit, with samples and summaries, with
/// converted units and awkward names.
std::vector<Manifest> jobs_of_all_kinds()
{
    auto summary = result_of("said", {});
    summary.summary = {{"avg", 2}, {"max", 4}, {"p99", 3.5}};
    auto in_seconds = result_of("t", {0.5, 0.25});
    in_seconds.unit = "s";
    in_seconds.printed_units = {"us"};
    auto awkward = result_of("a \"b\", c\n\\ \xF0\x9F\x98\x80", {1e300, -5e-324});
    awkward.labels = {{"zz", "1"}, {"a", "2"}};
    awkward.description = "d";
    auto failed = run_on("f3", '3', "w", {result_of("t", {7})});
    failed.fail({Stage::run, "exit", "status 1"});
    auto machine = run_on("f2", '2', "w", {});
    auto earlier = machine.run().value();
    earlier.started_at = Open<Time>::read("2026-01-12T07:00:00Z");
    machine.set(earlier);
    machine.fail({Stage::run, "engine", "gone", Fault::machine});
    Source none;
    none.repo = "b";
    return {full_job("full"),
            run_on("j1", '1', "w", {result_of("t", {10, 12, 11}), summary}),
            run_on("j2", '2', "w", {in_seconds, awkward}),
            run_on("v2", '2', "other", {result_of("t", {99})}),
            machine,
            run_on("f2", '2', "w", {result_of("t", {5})}), // another run of the same job
            failed,
            job_from("bare", none, {result_of("t", {1})})};
}

std::vector<Manifest> manifests_in(const std::string& text)
{
    std::vector<Manifest> manifests;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        manifests.push_back(Manifest::parse(line).value());
    }
    return manifests;
}

std::string
export_of(const Database& database, const SelectionRequest& request, ExportFormat format)
{
    auto queries = open_queries(database.target());
    LinesLog log;
    std::string text;
    write_export(
        queries,
        select(queries, request),
        format,
        [&](std::string_view piece) { text += piece; },
        log);
    return text;
}

/// The jobs and tests in an export: "j1 t".
Texts jobs_and_tests(const Database& database, const SelectionRequest& request)
{
    Texts found;
    std::istringstream lines{export_of(database, request, ExportFormat::jsonl)};
    for (std::string line; std::getline(lines, line);) {
        const auto member = [&line](const std::string& name) {
            const auto at = line.find("\"" + name + "\":\"") + name.size() + 4;
            return line.substr(at, line.find('"', at) - at);
        };
        auto text = fmt::format("{} {}", member("job"), member("test"));
        if (found.empty() || found.back() != text) {
            found.push_back(std::move(text));
        }
    }
    return found;
}

} // namespace

TEST_CASE("both databases export the same")
{
    const Database sqlite{Backend::sqlite};
    const Database postgres{Backend::postgres};
    for (const auto* const database : {&sqlite, &postgres}) {
        static_cast<void>(database->open()->put(jobs_of_all_kinds()));
    }
    for (const auto format : {ExportFormat::jsonl,
                              ExportFormat::csv,
                              ExportFormat::manifests,
                              ExportFormat::benchfmt,
                              ExportFormat::otava,
                              ExportFormat::github_action_benchmark,
                              ExportFormat::bmf}) {
        SelectionRequest one;
        one.repository = "acme/x";
        const auto text = export_of(sqlite, one, format);
        CHECK(text.size() > 50);
        CHECK(text == export_of(postgres, one, format));
    }
}

TEST_CASE("manifests are stored again as the same rows")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database before{backend};
    const Database after{backend};
    static_cast<void>(before.open()->put(jobs_of_all_kinds()));
    const auto text = exported(before.target(), ExportFormat::manifests);
    const auto manifests = manifests_in(text);
    CHECK(manifests.size() == 8);
    CHECK(static_cast<int>(manifests.size()) == before.count("job"));
    static_cast<void>(after.open()->put(manifests));
    CHECK(exported(after.target(), ExportFormat::manifests) == text);
    CHECK(exported(after.target(), ExportFormat::jsonl) ==
          exported(before.target(), ExportFormat::jsonl));
    for (const auto* const rows :
         {"SELECT job || work || attempt || worker || status || coalesce(fault, '') || is_current "
          "|| coalesce(started_at, stored_at) || coalesce(read_at, stored_at) FROM job "
          "WHERE started_at IS NOT NULL AND read_at IS NOT NULL ORDER BY job, started_at",
          "SELECT benchmark || test || metric || unit || direction FROM series ORDER BY 1",
          "SELECT s.test || ' ' || m.n || ' ' || m.median || ' ' || m.q1 || ' ' || m.stddev FROM "
          "measurement m JOIN series s ON s.id = m.series_id WHERE m.n > 1 ORDER BY 1",
          "SELECT coalesce(labels, printed_units) || coalesce(description, '') FROM measurement "
          "WHERE labels IS NOT NULL OR printed_units IS NOT NULL ORDER BY 1",
          "SELECT field || reason || line_number FROM rejected ORDER BY 1",
          "SELECT count(*) FROM log",
          "SELECT hash || position || parents FROM git_commit WHERE position > 0 ORDER BY 1"}) {
        INFO(rows);
        CHECK(before.column(rows) == after.column(rows));
    }
    const auto log = [](const Database& database) {
        const auto found = open_queries(database.target()).log("acme/x", "j1").value();
        return found.output + found.files;
    };
    CHECK(log(before) == log(after));
    CHECK(log(after).find("printed by j1") == 0);
    // A second time changes nothing.
    CHECK(after.open()->put(manifests) == std::vector<Put>(manifests.size(), Put::already_there));
}

TEST_CASE("what cb does not know of a manifest is stored and exported as it was written")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database before{backend};
    const Database after{backend};
    const auto manifest = Manifest::parse(
        R"({"cb":1,"job":"j","top":{ "b":1,"a":[1e999,0.10,1E+2] },"status":"failed",)"
        R"("failure":{"stage":"run","reason":"exit","message":"","hint":"\u0000\u00e9"},)"
        R"("source":{"repo":"r","mirror":1.50,"pull":{"number":1,"title":"","author":"","base":"",)"
        R"("labels":[ ]}},"config":{"queue":{"k":1,"k":2}},)"
        R"("build":{"engine":"docker","image":"i","wall_s":1,"layers":3},)"
        R"("run":{"engine":"docker","image":"i","outcome":"ok","pins":{"aslr":"on","huge":true},)"
        R"("usage":{"gpu_s":0.10},"fitness":{"verdict":"clean","reasons":[{"code":"c","weight":)"
        R"("clean","since":1}]},"host":{"key":"k","name":"h","cpu":"","kernel":"","cpus_online":0,)"
        R"("memory_bytes":0,"rack":"7"},"iterations":[{"wall_s":1,"outcome":"ok","usage":{}},)"
        R"({"wall_s":1,"outcome":"ok","usage":{"gpu_s":2},"seed":1}],"files":[{"path":"p","mode":420}],)"
        R"("output":"o","trace":null},"parse":{"format":"cb","found":1,"rejected":[{"line":1,)"
        R"("column":1,"reason":"","byte":7}],"took_s":0.0},"results":[{"benchmark":"b","test":"t",)"
        R"("metric":"m","values":[1,2]}],"bottom":""})");
    REQUIRE(manifest.has_value());
    const auto unknown = manifest->unknown_members();
    CHECK(unknown.size() > 300);
    CHECK(before.open()->put(std::vector{*manifest}) == std::vector{Put::added});
    CHECK(before.column("SELECT unknown_members FROM job") == Texts{unknown});
    const auto text = exported(before.target(), ExportFormat::manifests);
    const auto manifests = manifests_in(text);
    REQUIRE(manifests.size() == 1);
    CHECK(manifests[0].unknown_members() == unknown);
    CHECK(manifests[0].run()->iterations.size() == 2);
    // The copy is complete, and a second time changes nothing.
    static_cast<void>(after.open()->put(manifests));
    CHECK(exported(after.target(), ExportFormat::manifests) == text);
    CHECK(before.open()->put(manifests) == std::vector{Put::already_there});
}

TEST_CASE("the size of what cb does not know of a job is bounded")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto with = [](std::size_t bytes) {
        return Manifest::parse(
                   fmt::format(R"({{"cb":1,"job":"j{}","status":"ok","source":{{"repo":"r"}},)"
                               R"("x":"{}"}})",
                               bytes,
                               std::string(bytes, 'x')))
            .value();
    };
    constexpr std::size_t frame = std::string_view{R"({"x":""})"}.size();
    static_cast<void>(database.open()->put(
        std::vector{with(max_unknown_bytes - frame), with(max_unknown_bytes - frame + 1)}));
    CHECK(database.column("SELECT coalesce(length(unknown_members), 0) FROM job ORDER BY job") ==
          Texts{fmt::to_string(max_unknown_bytes), "0"});
}

TEST_CASE("manifests of retired samples keep the figures")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database before{backend};
    const Database after{backend};
    static_cast<void>(
        before.open()->put(std::vector{run_on("j", '1', "w", {result_of("t", {1, 2, 9, 4})})}));
    before.column("UPDATE measurement SET samples = NULL");
    LinesLog log;
    const auto text = exported(before.target(), ExportFormat::manifests, log);
    CHECK(log.text() ==
          "manifests: samples are retired: their figures are written as summaries (1)\n");
    static_cast<void>(after.open()->put(manifests_in(text)));
    const auto figures = [](const Database& database) {
        return open_queries(database.target()).history("acme/x", 1).at(0).figures;
    };
    CHECK(figures(before).n == 4);
    CHECK(figures(after) == figures(before));
}

TEST_CASE("an export is restricted by repository, branch, range, time, names and worker")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(jobs_of_all_kinds()));
    const auto with = [&](const auto& change) {
        SelectionRequest request;
        request.repository = "acme/x";
        change(request);
        return jobs_and_tests(database, request);
    };
    CHECK(jobs_and_tests(database, {}).size() > 8);
    CHECK(with([](auto& r) { r.repository = "b"; }) == Texts{"bare t"});
    CHECK(with([](auto& r) { r.worker = "other"; }) == Texts{"v2 t"});
    CHECK(with([](auto& r) { r.series.test = "sa?d"; }) == Texts{"j1 said"});
    CHECK(with([](auto& r) { r.series.metric = "none"; }).empty());
    CHECK(with([](auto& r) { r.range = parse_range("..1111111").value(); }) ==
          Texts{"j1 said", "j1 t"});
    CHECK(with([](auto& r) { r.range = parse_range("2222222..main").value(); }) == Texts{"f3 t"});
    CHECK(with([](auto& r) { r.since = PeriodStart::parse("2026-01-13").value(); }) ==
          Texts{"f3 t"});
    CHECK(with([](auto& r) {
              r.branch = "main";
              r.worker = "other";
          }) == Texts{"v2 t"});
}

} // namespace cb::store
