#include "base/file.hpp"
#include "catch.hpp"
#include "child.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "lines_log.hpp"
#include "store/parquet_export.hpp"
#include "store/pin.hpp"
#include "store/prune.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <thread>

// cb prune, tested on both databases.
namespace cb::store {

namespace {

namespace fs = std::filesystem;

Time day(std::string_view text)
{
    return parse_rfc3339(fmt::format("{}T00:00:00Z", text)).value();
}

/// A job at commit `number` of acme/x, which ran in that month of 2026.
Manifest job_in(int number, std::vector<Result> results)
{
    Source source;
    source.repo = "acme/x";
    source.commit = CommitId::parse(hash_of(number)).value();
    if (number > 1) {
        source.parents = {CommitId::parse(hash_of(number - 1)).value()};
    }
    source.position = static_cast<std::uint64_t>(number);
    auto job = job_from(fmt::format("j{}", number), source, std::move(results));
    Run run;
    run.started_at = Open<Time>::read(fmt::format("2026-{:02}-15T09:00:00Z", number));
    run.host.name = "h";
    run.output = "printed";
    run.fitness.verdict = Verdict::clean;
    job.set(run);
    return job;
}

/// Six months of a test with samples and of one with a summary; in March the job failed.
std::vector<Manifest> half_a_year()
{
    std::vector<Manifest> jobs;
    for (int month = 1; month <= 6; ++month) {
        auto summary = result_of("said", {});
        summary.summary = {{"avg", month}};
        jobs.push_back(job_in(month, {result_of("t", {month + 0.0, month + 1.0}), summary}));
        if (month == 3) {
            jobs.back().fail({Stage::run, "exit", "status 1", Fault::commit});
        }
    }
    return jobs;
}

/// A database with half_a_year().
struct Filled {
    explicit Filled(Backend backend) : database{backend}
    {
        static_cast<void>(database.open()->put(half_a_year()));
    }

    [[nodiscard]] int with_samples() const
    {
        return database.count("measurement WHERE samples IS NOT NULL");
    }
    [[nodiscard]] Pruned prune(const PruneLimits& limits) const
    {
        LinesLog log;
        return store::prune(database.target(), {.limits = limits}, log).at(0);
    }
    [[nodiscard]] std::vector<Point> points() const
    {
        auto queries = open_queries(database.target());
        const auto series = queries.series("acme/x", {.test = "t"}).at(0);
        return queries.history("acme/x", series.id);
    }
    void pin(const std::string& commits) const
    {
        static_cast<void>(
            store::pin(database.target(), {.commits = commits, .name = "base", .reason = "why"}));
    }

    Database database;
};

int parquet_files(const fs::path& dir)
{
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{dir}) {
        if (entry.is_regular_file()) {
            const auto data = read_file(entry.path(), Bytes{1U << 20U});
            CHECK(entry.path().extension() == ".parquet");
            CHECK((data.starts_with("PAR1") && data.ends_with("PAR1")));
            ++count;
        }
    }
    return count;
}

} // namespace

TEST_CASE("retired samples leave their figures, and the preview says what goes")
{
    const Filled filled{GENERATE(Backend::sqlite, Backend::postgres)};
    const PruneLimits limits{.samples = day("2026-04-01")};
    const auto before = filled.points();
    LinesLog log;
    const auto preview = preview_prune(filled.database.target(), {.limits = limits}, log).at(0);
    CHECK(filled.with_samples() == 6);
    CHECK(preview.samples.runs == 3);
    CHECK(preview.samples.bytes > 10);
    CHECK(preview.logs.runs + preview.jobs.runs == 0);
    CHECK(filled.prune(limits) == preview);
    CHECK(filled.with_samples() == 3);

    const auto after = filled.points();
    REQUIRE(after.size() == before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        CHECK(after[i].figures == before[i].figures);
        CHECK(after[i].samples == (i < 3 ? std::vector<double>{} : before[i].samples));
    }
    Texts exported;
    for (const auto& sample : all_samples(*filled.database.open())) {
        if (sample.job == "j1") {
            exported.push_back(
                fmt::format("{} {} {}", sample.test, sample.statistic, sample.value));
        }
    }
    CHECK(exported == Texts{"said avg 1",
                            "t avg 1.5",
                            "t max 2",
                            "t median 1.5",
                            "t min 1",
                            "t n 2",
                            "t q1 1.25",
                            "t q3 1.75",
                            fmt::format("t stddev {}", after[0].figures.stddev.value())});
    CHECK(filled.prune(limits).samples == Pruned::Part{}); // there is nothing left to do
    CHECK(filled.prune({.logs = day("2026-03-01")}).logs.runs == 2);
    CHECK(filled.database.count("log") == 4);
}

TEST_CASE("a pruned job is known, is not stored again, and comes back with a newer reading")
{
    const Filled filled{GENERATE(Backend::sqlite, Backend::postgres)};
    const auto& database = filled.database;
    const std::vector<JobId> works{job_id("j1"), job_id("j3"), job_id("j6")};
    const auto known = database.open()->known(works);
    const auto pruned = filled.prune({.jobs = day("2026-04-01")});
    CHECK(pruned.jobs.runs == 3);
    CHECK(pruned.jobs.bytes > 500);
    CHECK(database.count("measurement") == 6);
    CHECK(database.count("log") == 3);
    CHECK(database.count("job") == 6);
    CHECK(database.column("SELECT CAST(source AS text) FROM job WHERE pruned_at IS NOT NULL") ==
          Texts{"{}", "{}", "{}"});
    CHECK(filled.points().size() == 3);

    const auto still_known = database.open()->known(works);
    REQUIRE(still_known.size() == 3);
    for (std::size_t i = 0; i < known.size(); ++i) {
        CHECK(still_known[i].status == known[i].status);
        CHECK(still_known[i].fault == known[i].fault);
        CHECK(still_known[i].tries == known[i].tries);
    }
    CHECK(database.open()->put(half_a_year()) == std::vector(6, Put::already_there));
    CHECK(database.count("measurement") == 6);
    CHECK(filled.prune({.jobs = day("2026-04-01")}).jobs.runs == 0);

    auto newer = job_in(1, {result_of("t", {7})});
    newer.set(ParseFacts{.format = "cb",
                         .found = 1,
                         .rejected = {},
                         .read_at = Open<Time>::read("2026-12-01T00:00:00Z")},
              {result_of("t", {7})});
    CHECK(database.open()->put(std::vector{newer}) == std::vector{Put::replaced});
    CHECK(database.count("measurement") == 7);
    CHECK(filled.prune({.jobs = day("2026-04-01")}).jobs.runs == 1);
}

TEST_CASE("nothing of a pinned commit goes, until it is unpinned")
{
    const Filled filled{GENERATE(Backend::sqlite, Backend::postgres)};
    const auto target = filled.database.target();
    const PruneLimits all{.samples = day("2026-12-01"), .jobs = day("2026-12-01")};
    filled.pin(hash_of(1));
    filled.pin(hash_of(2) + ".." + hash_of(4)); // replaces it; both ends are included
    const auto pins = Baselines{target, db::Access::read}.list("acme/x");
    REQUIRE(pins.size() == 1);
    CHECK(pins[0].first == hash_of(2));
    CHECK(pins[0].last == hash_of(4));
    CHECK(pins[0].reason == "why");
    const auto pruned = filled.prune(all);
    CHECK(pruned.pinned == 3);
    CHECK(pruned.jobs.runs == 3);
    CHECK(filled.with_samples() == 3);
    CHECK(filled.points().size() == 3);

    Baselines{target, db::Access::write}.unpin("acme/x", "base");
    CHECK(filled.prune(all).jobs.runs == 3);
    CHECK(filled.database.count("measurement") == 0);

    CHECK_THROWS_WITH(filled.pin("nothing"), CB_CONTAINS("nothing"));
    CHECK_THROWS_WITH(filled.pin(hash_of(4) + ".." + hash_of(2)), CB_CONTAINS("exchange them"));
    Baselines baselines{target, db::Access::write};
    CHECK_THROWS_WITH(baselines.unpin("acme/x", "base"), CB_CONTAINS("no baseline"));
    LinesLog log;
    CHECK_THROWS_WITH(preview_prune(target, {.limits = all, .repositories = {"nobody"}}, log),
                      CB_CONTAINS("no repository nobody"));
}

TEST_CASE("what goes is in the archive first, a file for each month")
{
    const Filled filled{GENERATE(Backend::sqlite, Backend::postgres)};
    const TempDir dir;
    LinesLog log;
    PruneRequest request{
        .limits = {.samples = day("2026-03-01")}, .archive = dir.path() / "a", .cb_version = "1"};
    static_cast<void>(prune(filled.database.target(), request, log));
    CHECK(parquet_files(dir.path() / "a/acme%2Fx") == 2);
    request.limits = {.jobs = day("2026-04-01")};
    static_cast<void>(prune(filled.database.target(), request, log));
    CHECK(parquet_files(dir.path() / "a/acme%2Fx") == 2 + 3 + 3); // none is replaced
    CHECK(parquet_files(dir.path() / "a/acme%2Fx/jobs") == 3);

    // What cannot be archived stays.
    replace_file(dir.path() / "file", "");
    request.limits = {.jobs = day("2026-12-01")};
    request.archive = dir.path() / "file";
    CHECK_THROWS_AS(prune(filled.database.target(), request, log), Error);
    CHECK(filled.database.count("measurement") == 6);
}

TEST_CASE("an export as Parquet has a file for each repository and month")
{
    const Filled filled{GENERATE(Backend::sqlite, Backend::postgres)};
    const TempDir dir;
    LinesLog log;
    const auto write = [&](const SelectionRequest& wanted) {
        auto queries = open_queries(filled.database.target());
        return write_parquet(
            filled.database.target(), select(queries, wanted), dir.path(), "1.2.3", log);
    };
    CHECK(write({.repository = "acme/x"}).rows == 12);
    CHECK(parquet_files(dir.path()) == 6);
    CHECK(fs::exists(dir.path() / "acme%2Fx/2026-03.parquet"));
    CHECK(write({.range = Range{hash_of(4), std::nullopt}, .series = {.test = "t"}}).rows == 2);
    CHECK(write({.series = {.test = "nothing"}}).files == 0);
}

TEST_CASE("prune that is killed at any time and runs again, beside cb store, does all of it")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(many_jobs("j", 200, 40, 5)));
    const PruneRequest all{.limits = {.samples = now() + std::chrono::hours{1}}};
    LinesLog log;
    Child writer{[&] {
        const auto store = database.open();
        for (int i = 0; i < 15; ++i) {
            static_cast<void>(store->put(many_jobs(fmt::format("new{}", i), 2, 5, 2)));
        }
    }};
    int killed = 0;
    for (int delay_ms = 20; delay_ms <= 160; delay_ms *= 2) {
        Child child{[&] { static_cast<void>(prune(database.target(), all, log)); }};
        std::this_thread::sleep_for(std::chrono::milliseconds{delay_ms});
        killed += child.kill_now() ? 1 : 0;
        // A run has lost all of its samples or none.
        CHECK(database.count("job WHERE samples_retired_at IS NOT NULL AND EXISTS (SELECT 1 FROM "
                             "measurement m WHERE m.repository_id = job.repository_id AND "
                             "m.job_id = job.id AND m.samples IS NOT NULL)") == 0);
    }
    CHECK(killed > 0);
    CHECK(writer.succeeds());
    static_cast<void>(prune(database.target(), all, log));
    CHECK(database.count("job") == 230);
    CHECK(database.count("measurement") == 200 * 40 + 30 * 5);
    CHECK(database.count("measurement WHERE samples IS NOT NULL OR median IS NULL") == 0);
    CHECK(database.count("job WHERE samples_retired_at IS NULL") == 0);
}

TEST_CASE("vacuum shrinks the file of SQLite, and PostgreSQL reuses the space")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    LinesLog log;
    const auto target = database.target();
    const auto size = [&] { return fs::file_size(std::get<SqliteFile>(target).path); };
    for (const auto* const name : {"first", "second"}) { // the second is incremental
        static_cast<void>(database.open()->put(many_jobs(name, 20, 50, 100)));
        const auto before = backend == Backend::sqlite ? size() : 0;
        static_cast<void>(
            prune(target, {.limits = {.samples = now() + std::chrono::hours{1}}}, log));
        vacuum(target, log);
        CHECK((backend != Backend::sqlite || size() < before / 4 * 3));
    }
    CHECK(log.text().empty());
    CHECK(database.open()->put(many_jobs("later", 1, 1, 1)) == std::vector{Put::added});
}

} // namespace cb::store
