#include "base/file.hpp"
#include "base/gzip.hpp"
#include "catch.hpp"
#include "import/import.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

using namespace cb;
using namespace cb::imports;

namespace {

struct Lines final : Log {
    void write(Level /*level*/, std::string_view message) override { lines.emplace_back(message); }
    std::vector<std::string> lines{};
};

/// What is imported of a file with this text.
struct Imported {
    Imported(const std::string& text, Settings settings, const std::string& name = "file")
    {
        const TempDir directory;
        replace_file(directory.path() / name, text);
        Importer importer{std::move(settings),
                          nullptr,
                          [this](const Manifest& job) { jobs.push_back(job); },
                          log};
        const std::array paths{directory.path() / name};
        importer.add(paths);
        summary = importer.summary();
        aliases = importer.aliases();
    }

    Lines log{};
    std::vector<Manifest> jobs{};
    std::vector<AliasRecord> aliases{};
    Summary summary{};
};

constexpr auto header =
    "repository,commit,branch,committed_at,benchmark,test,metric,unit,direction,"
    "statistic,value,job,status,worker,host_key,position,parents,verdict,config\r\n";

/// A row of that job with that test and value.
std::string row(std::string_view job, std::string_view test, std::string_view value)
{
    return fmt::format("r,,,,b,{},m,ms,lower,sample,{},{},ok,,,,,,c\r\n", test, value, job);
}

} // namespace

TEST_CASE("logs of a commit are read, also compressed")
{
    const std::string log = "BenchmarkA-8 10 5.0 ns/op\n";
    const TempDir directory;
    replace_file(directory.path() / (std::string(40, 'a') + ".log"), log);
    replace_file(directory.path() / (std::string(40, 'b') + ".log.gz"), gzip(log));
    std::vector<Manifest> jobs;
    Lines messages;
    Settings settings;
    settings.repo = "app";
    Importer importer{
        std::move(settings), nullptr, [&](const Manifest& job) { jobs.push_back(job); }, messages};
    importer.add(std::array{directory.path()});
    REQUIRE(jobs.size() == 2);
    for (const auto& job : jobs) {
        REQUIRE(job.results().size() == 1);
        CHECK(job.run()->output == log);
    }
}

TEST_CASE("rows of a job become its results, in their order")
{
    const Imported imported{header + row("j1", "t", "2") + row("j1", "t", "1") +
                                row("j1", "u", "3") + row("j2", "t", "4"),
                            {}};
    CHECK(imported.summary.refused == 0);
    REQUIRE(imported.jobs.size() == 2);
    const auto& results = imported.jobs[0].results();
    REQUIRE(results.size() == 2);
    CHECK(results[0].values == std::vector<double>{2, 1});
    CHECK(results[1].test == "u");
    CHECK(imported.jobs[0].job().text() == "j1");
    CHECK(imported.jobs[0].config().name == "c");
    CHECK_FALSE(imported.jobs[0].run()); // nothing is known of it
}

TEST_CASE("texts of a CSV may have quotes, separators, ends of lines and carriage returns")
{
    const Imported imported{header + row("j", "\"a \"\"b\"\", c\r\nd\ne\r\"", "1"), {}};
    REQUIRE(imported.jobs.size() == 1);
    CHECK(imported.jobs[0].results().at(0).test == "a \"b\", c\r\nd\ne\r");
    CHECK(imported.jobs[0].config().name == "c");
}

TEST_CASE("a row that is wrong costs only itself")
{
    const Imported imported{header + row("j", "t", "1") + row("j", "t", "1e999") +
                                row("-j", "t", "2") + "too,short\r\n" + row("j", "t", "3"),
                            {}};
    CHECK(imported.summary.refused == 3);
    CHECK(imported.log.lines.size() == 3);
    REQUIRE(imported.jobs.size() == 1);
    CHECK(imported.jobs[0].results().at(0).values == std::vector<double>{1, 3});
}

TEST_CASE("rows of a job that are not adjacent are refused, so that no job is stored in part")
{
    const Imported imported{
        header + row("j1", "t", "1") + row("j2", "t", "2") + row("j1", "t", "3"), {}};
    CHECK(imported.jobs.size() == 2);
    CHECK(imported.summary.refused == 1);
    CHECK_THAT(imported.log.lines.at(0), CB_CONTAINS("sort the rows by job"));
}

TEST_CASE("only the rows of the wanted project are imported, also from a compressed file")
{
    const auto text = header + row("j", "t", "1");
    CHECK(Imported{gzip(text), {.repo = "r"}}.jobs.size() == 1);
    CHECK(Imported{text, {.repo = "other"}}.jobs.empty());
}

TEST_CASE("a summary and a failure survive the rows of an export")
{
    const Imported imported{
        R"({"repository":"r","commit":null,"benchmark":"","test":"t","metric":"m","unit":"ms",)"
        R"("direction":"lower","statistic":"avg","value":1.5,"job":"j","status":"failed",)"
        R"("host_key":"k","verdict":"suspect","position":7,"parents":[]})"
        "\n",
        {}};
    REQUIRE(imported.jobs.size() == 1);
    const auto& job = imported.jobs[0];
    CHECK(job.results().at(0).summary == std::map<std::string, double>{{"avg", 1.5}});
    CHECK(job.results().at(0).benchmark.empty());
    CHECK(job.status() == Status::failed);
    CHECK(job.run()->host.key == "k");
    CHECK(job.run()->fitness.verdict == Verdict::suspect);
    CHECK_FALSE(job.run()->started_at);
    CHECK(job.source().position == 7);
    CHECK(imported.summary.failed_jobs == 1);
}

TEST_CASE("what the history lacks comes from the settings")
{
    const std::string text =
        R"([{"metrics":[{"name":"p50","value":5}],"timestamp":1706220908,"attributes":{)"
        R"("git_commit":"1111111111111111111111111111111111111111"}}])";
    const auto worker = WorkerName::parse("bench-1").value();
    const Imported imported{
        text, {.repo = "r", .branch = "main", .name = "n", .worker = worker}, "quick.json"};
    REQUIRE(imported.jobs.size() == 1);
    const auto& job = imported.jobs[0];
    CHECK(job.source().repo == "r");
    CHECK(job.source().branch == "main");
    CHECK(job.config().name == "n");
    CHECK(job.worker() == worker);
    CHECK(job.results().at(0).test == "quick");
    CHECK_THROWS_WITH(Imported(text, {}), CB_CONTAINS("name it with --repo"));
}

TEST_CASE("an import is a newer reading only if asked for")
{
    const std::string text = R"([{"metrics":[{"name":"p50","value":5}],"attributes":{)"
                             R"("git_commit":"1111111111111111111111111111111111111111"}}])";
    const auto at = parse_rfc3339("2026-01-31T08:00:00Z").value();
    const auto read_at = [&](std::optional<Time> asked) {
        return Imported{text, {.repo = "r", .read_at = asked}}.jobs.at(0).parsed()->read_at;
    };
    CHECK_FALSE(read_at(std::nullopt));
    CHECK(read_at(at) == std::optional{Open<Time>{at}});
}

TEST_CASE("losses are counted by kind, with the first as an example")
{
    const Imported imported{R"([{"metrics":[{"name":"a"},{"name":"b"},{"name":"c","value":1}],)"
                            R"("attributes":{"git_commit":)"
                            R"("1111111111111111111111111111111111111111"}}])",
                            {.repo = "r"}};
    CHECK(imported.summary.losses ==
          std::vector<std::string>{
              "results that could not be read: 2, such as metrics/0/value: is missing"});
    CHECK_THAT(to_text(imported.summary),
               CB_CONTAINS("jobs: 1, commits: 1, results: 1, samples: 1"));
}

TEST_CASE("a file without any history is refused, and so is a file as a directory of logs")
{
    const Imported imported{"just words\n", {.repo = "r"}};
    CHECK(imported.jobs.empty());
    CHECK(imported.summary.refused == 1);
    CHECK_THROWS_AS(Imported("x", {.format = Format::logs}), Error);
}
