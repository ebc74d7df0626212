#include "base/error.hpp"
#include "catch.hpp"
#include "environment.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "report/report.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <fstream>

namespace cb::report {

namespace {

namespace fs = std::filesystem;
using store::LinesLog;

CommitId commit_at(int number)
{
    return CommitId::parse(fmt::format("{:040x}", number)).value();
}

/// A store and a site.
class Bench {
public:
    Bench()
    {
        for (const auto* const name : {"index.html", "app.js", "app.css"}) {
            std::ofstream{dir_.path() / name} << name;
        }
    }

    /// Job `number` of a history whose series are slower from job 30 on.
    void add(int number, const std::string& repository = "acme/index", int series = 20)
    {
        auto source = store::source_of(repository, '1');
        source.commit = commit_at(number);
        source.parents = {commit_at(number - 1)};
        source.position = static_cast<std::uint64_t>(number);
        source.subject = fmt::format("Commit {}", number);
        std::vector<Result> results;
        for (int i = 0; i < series; ++i) {
            const double level = number < 30 ? 10.0 : 13.0;
            const double noise = (number * 7919 + i * 104729) % 211 / 2110.0;
            results.push_back(store::result_of(fmt::format("test {}", i), {level + noise, level}));
        }
        const auto job = fmt::format("{}-{}", repository.size(), number);
        jobs_.push_back(store::job_from(job, std::move(source), std::move(results)));
    }

    /// A job that ran and printed this.
    void add_run(const std::string& output,
                 const std::string& error_output = "",
                 std::vector<ResultsFile> files = {})
    {
        auto job = store::full_job("printed");
        auto run = *job.run();
        run.output = output;
        run.error_output = error_output;
        run.files = std::move(files);
        job.set(run);
        jobs_.push_back(std::move(job));
    }

    SiteCounts report(store::SelectionRequest selection = {})
    {
        return write(site(), std::move(selection), verdict::UseCache::yes);
    }

    /// The files of the site, and those of a new one that is written without caches.
    void check_site()
    {
        const auto fresh = dir_.path() / "fresh";
        static_cast<void>(write(fresh, {}, verdict::UseCache::no));
        std::size_t files = 0;
        for (const auto& entry : fs::recursive_directory_iterator{fresh}) {
            if (entry.is_regular_file()) {
                const auto path = fs::relative(entry.path(), fresh);
                CAPTURE(path.native());
                const auto content = read_file(entry.path(), Bytes{8U << 20U});
                CHECK((path.native().starts_with(".cb-report") ||
                       content == read_file(site() / path, Bytes{8U << 20U})));
                ++files;
            }
        }
        CHECK(files > 0);
    }

    [[nodiscard]] bool has_cache(const std::string& name) const
    {
        return fs::exists(dir_.path() / "cb" / name);
    }

    SiteCounts
    write(const fs::path& directory, store::SelectionRequest selection, verdict::UseCache cache)
    {
        static_cast<void>(store::open(target(), store::Access::write)->put(jobs_));
        jobs_.clear();
        auto queries = store::open_queries(target());
        return write_report(queries,
                            {.directory = directory,
                             .selection = std::move(selection),
                             .title = "Title </script>",
                             .assets = dir_.path(),
                             .version = "1",
                             .cache = cache},
                            log_);
    }

    [[nodiscard]] fs::path site() const { return dir_.path() / "site"; }

    /// The contents of the files whose names contain `part`.
    [[nodiscard]] std::vector<std::string> contents(const std::string& part) const
    {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator{site()}) {
            if (entry.is_regular_file() && entry.path().native().find(part) != std::string::npos) {
                found.push_back(read_file(entry.path(), Bytes{8U << 20U}));
            }
        }
        return found;
    }

    [[nodiscard]] std::string content(const std::string& part) const
    {
        const auto found = contents(part);
        REQUIRE(found.size() == 1);
        return found.front();
    }

private:
    [[nodiscard]] store::Target target() const
    {
        return store::SqliteFile{dir_.path() / "store.db"};
    }

    SetVariable data_{"CB_DATA_DIR", CB_DATA};
    TempDir dir_{};
    SetVariable cache_{"XDG_CACHE_HOME", dir_.path()};
    LinesLog log_{};
    std::vector<Manifest> jobs_{}; ///< to be stored
};

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a report has the history, its changes and a comparison")
{
    Bench bench;
    for (int number = 1; number <= 60; ++number) {
        bench.add(number);
    }
    CHECK(bench.report().removed == 0);
    const auto branch = bench.content("branch.js");
    CHECK(has(branch, R"("chunks":[0,16,32,48])"));
    CHECK(has(branch, R"("b":"index","t":"test 0","m":"time","u":"ms","d":"lower")"));
    CHECK(has(branch, R"("n":60)"));
    const auto changes = bench.content("changes.js");
    CHECK(has(changes, R"("commit":29,"previous":28)"));
    CHECK(has(changes, R"("state":"confirmed","meaning":"regression")"));
    CHECK(has(bench.content("badge.svg"), "20 regressions"));
    CHECK(has(bench.contents("feed.xml").front(), "Commit 30"));
    CHECK(has(bench.content("/compare/"),
              R"("t":"test 0","m":"time","u":"ms","d":"lower","finding":")"));
    CHECK(has(bench.content("data/index.js"), R"("title":"Title </script>")"));
    const auto points = bench.contents("-0-0.js");
    REQUIRE(points.size() == 1);
    CHECK(has(points.front(), R"("m":[)"));
    CHECK(!has(points.front(), R"("c":[)")); // each commit has one value
}

TEST_CASE("nothing is written if nothing changed, and little after one more commit")
{
    Bench bench;
    for (int number = 1; number <= 300; ++number) {
        bench.add(number);
    }
    const auto whole = bench.report();
    CHECK(whole.written == whole.files);
    const auto again = bench.report();
    CHECK(again.written == 0);
    CHECK(again.files == whole.files);
    bench.add(301);
    const auto more = bench.report();
    CAPTURE(whole.bytes, more.bytes_written);
    CHECK(more.bytes_written < whole.bytes / 2);
    CHECK(more.removed <= 1); // the comparison of the commit that was the last
}

TEST_CASE("what is saved of a history changes nothing of the site")
{
    constexpr int series = 210; // with 100 commits, enough to be saved
    Bench bench;
    for (int number = 1; number <= 103; ++number) {
        bench.add(number, "acme/index", series);
    }
    static_cast<void>(bench.report());
    CHECK(bench.has_cache("medians"));
    bench.check_site();
    bench.add(104, "acme/index", series);
    static_cast<void>(bench.report());
    bench.check_site();
}

TEST_CASE("what is not selected leaves the site")
{
    Bench bench;
    for (int number = 1; number <= 20; ++number) {
        bench.add(number);
        bench.add(number, "other");
    }
    const auto both = bench.report();
    const auto one = bench.report({.repository = "other"});
    CHECK(one.removed > 0);
    CHECK(one.files < both.files);
    CHECK(!has(bench.content("data/index.js"), "acme/index"));
    const auto part = bench.report(
        {.repository = "other", .range = store::Range{commit_at(10).hex(), std::nullopt}});
    CHECK(part.removed > 0);
    CHECK(has(bench.content("branch.js"), R"("first":10,"end":20,"step":1,"chunks":[10,16])"));
    CHECK_THROWS_AS(bench.report({.repository = "nobody"}), Error);
}

TEST_CASE("names of others are file names nowhere and text everywhere")
{
    Bench bench;
    const std::string hostile = "../../<script>alert(1)</script>\"'";
    bench.add(1, hostile, 2);
    static_cast<void>(bench.report());
    for (const auto& entry : fs::recursive_directory_iterator{bench.site()}) {
        const auto path = entry.path().lexically_relative(bench.site()).native();
        CHECK(path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-./") ==
              std::string::npos);
    }
    for (const auto& picture : bench.contents(".svg")) {
        CHECK(!has(picture, "<script"));
    }
}

TEST_CASE("without the pages' own files nothing is written")
{
    Bench bench;
    bench.add(1);
    fs::remove(bench.site().parent_path() / "index.html");
    CHECK_THROWS_AS(bench.report(), Error);
    CHECK(!fs::exists(bench.site() / "data"));
}

TEST_CASE("a log names the lines from which results were read")
{
    constexpr auto result =
        R"({"name": "index", "results": [{"name": "merge", "metrics": [{"name": "time", "value": 3}]}]})";
    Bench bench;
    SECTION("of standard output")
    {
        bench.add_run(fmt::format("ready\n{}\nhalf\n{}\n", result, result), "merge time\n");
        static_cast<void>(bench.report());
        CHECK(has(bench.content("/log/"),
                  R"("offset":0,"places":[["index","merge","time",2,2,4,4]]})"));
        CHECK(has(bench.content("/log/"),
                  R"({"name":"standard error","text":"merge time\n","offset":0})"));
    }
    SECTION("of standard error, if standard output has none")
    {
        bench.add_run("ready\n", fmt::format("{}\n", result));
        static_cast<void>(bench.report());
        CHECK(has(bench.content("/log/"),
                  R"({"name":"standard output","text":"ready\n","offset":0})"));
        CHECK(
            has(bench.content("/log/"), R"("offset":0,"places":[["index","merge","time",1,1]]})"));
    }
    SECTION("but not if they were in files")
    {
        bench.add_run(fmt::format("{}\n", result), "", {{.path = "out.json", .content = "{}"}});
        static_cast<void>(bench.report());
        CHECK_FALSE(has(bench.content("/log/"), "places"));
    }
    SECTION("of the whole text, whose beginning is left out")
    {
        std::string before;
        for (int i = 0; i < 20'000; ++i) {
            before += "line\n";
        }
        bench.add_run(fmt::format("{}{}\n", before, result));
        static_cast<void>(bench.report());
        const auto log = bench.content("/log/");
        CHECK(has(log, R"("places":[["index","merge","time",20001,20001]]})"));
        const auto shown = log.substr(0, log.find("\"offset\":"));
        std::size_t lines = 0;
        for (auto at = shown.find("\\n"); at != std::string::npos; at = shown.find("\\n", at + 2)) {
            ++lines;
        }
        CHECK(lines > 10'000);
        CHECK(has(log, fmt::format("\"offset\":{},", 20'001 - lines)));
    }
    SECTION("unless it is too long to be read again")
    {
        bench.add_run(std::string(300'000, 'x') + "\n" + result + "\n");
        static_cast<void>(bench.report());
        CHECK_FALSE(has(bench.content("/log/"), "places"));
    }
}

} // namespace cb::report
