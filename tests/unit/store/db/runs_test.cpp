#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "store/export.hpp"

#include <algorithm>
#include <random>

// Which run of a job counts, and which reading of a run, tested on both databases.
namespace cb::store {

namespace {

/// A run of the job that started at this minute.
Manifest run_of(std::string_view job, int minute, std::string host = "h1")
{
    Config config;
    config.command = {"./bench"};
    Manifest manifest{job_id(job), source_of("acme/index", '1'), config};
    Run run;
    run.started_at =
        cb::Open<cb::Time>::read("2026-01-31T09:" + std::to_string(minute) + ":00.250Z");
    run.host.key = "k";
    run.host.name = std::move(host);
    manifest.set(run);
    return manifest;
}

/// A reading of it at this second; without values it failed.
Manifest read_in(Manifest manifest, int second, std::vector<double> values)
{
    std::vector<Result> results;
    if (!values.empty()) {
        results.push_back(result_of("t", std::move(values)));
    }
    const auto found = results.size();
    manifest.set(ParseFacts{.format = "cb",
                            .found = found,
                            .rejected = {{.line = 1,
                                          .column = 2,
                                          .field = "f",
                                          .reason = "read in " + std::to_string(second)}},
                            .read_at = cb::Open<cb::Time>::read(
                                "2026-01-31T10:00:" + std::to_string(second) + "Z")},
                 std::move(results));
    if (found == 0) {
        manifest.fail({Stage::parse, "no_results", "nothing"});
    }
    return manifest;
}

Manifest failed(Manifest manifest, Fault fault, std::string reason = "exit")
{
    manifest.fail({Stage::run, std::move(reason), "it failed", fault});
    return manifest;
}

/// A job that failed before it ran, requested by cb watch at this minute.
Manifest asked_in(std::string_view job, int minute, Fault fault = Fault::commit)
{
    auto manifest =
        Manifest::of_work(job_id(job),
                          source_of("acme/index", '1'),
                          {},
                          1,
                          Time{std::chrono::hours{500'000} + std::chrono::minutes{minute}});
    manifest.fail({Stage::build, "build_failed", "it failed", fault});
    return manifest;
}

/// The job's status and values in the export.
std::string said(Store& store)
{
    std::string text;
    for (const auto& sample : all_samples(store)) {
        text += (text.empty() ? std::string{sample.status == Status::ok ? "ok" : "failed"} : "") +
                " " + std::to_string(static_cast<int>(sample.value));
    }
    return text;
}

Put put_one(Store& store, const Manifest& manifest)
{
    return store.put(std::vector{manifest}).at(0);
}

/// Puts all in this order, in random batches.
void put_in_batches(Store& store, std::span<const Manifest> all, std::mt19937& random)
{
    while (!all.empty()) {
        const auto size = std::min<std::size_t>(all.size(), 1 + random() % 4);
        static_cast<void>(store.put(all.first(size)));
        all = all.subspan(size);
    }
}

} // namespace

TEST_CASE("a newer reading of a run replaces the older one, and an older one never the newer")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const auto first = read_in(run_of("j", 10), 11, {1, 2});
    const auto second = read_in(run_of("j", 10), 12, {3});
    CHECK(put_one(*store, first) == Put::added);
    CHECK(put_one(*store, first) == Put::already_there);
    CHECK(put_one(*store, second) == Put::replaced);
    CHECK(put_one(*store, first) == Put::already_there);
    CHECK(put_one(*store, second) == Put::already_there);
    CHECK(said(*store) == "ok 3");
    CHECK(database.count("job") == 1);
    CHECK(database.count("measurement") == 1);
    CHECK(database.column("SELECT reason FROM rejected") == std::vector<std::string>{"read in 12"});

    CHECK(put_one(*store, read_in(run_of("j", 10), 13, {})) == Put::replaced);
    CHECK(database.column("SELECT status || ' ' || failure_reason FROM jobs") ==
          std::vector<std::string>{"failed no_results"});
    CHECK(put_one(*store, read_in(run_of("j", 10), 14, {5})) == Put::replaced);
    CHECK(said(*store) == "ok 5");
    CHECK(database.column("SELECT coalesce(failure_reason, '-') FROM jobs") ==
          std::vector<std::string>{"-"});
}

TEST_CASE("an ok run replaces a failed one, and is replaced by none")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const auto partial = [](int minute, Fault fault, double value) {
        return failed(read_in(run_of("j", minute), 59, {value}), fault);
    };
    CHECK(put_one(*store, partial(30, Fault::machine, 1)) == Put::added);
    CHECK(said(*store) == "failed 1");
    CHECK(put_one(*store, partial(20, Fault::machine, 2)) == Put::already_there);
    CHECK(put_one(*store, partial(31, Fault::machine, 3)) == Put::added);
    CHECK(said(*store) == "failed 3");
    CHECK(put_one(*store, partial(10, Fault::commit, 4)) == Put::added);
    CHECK(said(*store) == "failed 4");
    CHECK(put_one(*store, partial(40, Fault::machine, 5)) == Put::already_there);
    CHECK(said(*store) == "failed 4");
    CHECK(put_one(*store, read_in(run_of("j", 50), 11, {6})) == Put::added);
    CHECK(said(*store) == "ok 6");
    CHECK(put_one(*store, partial(55, Fault::commit, 7)) == Put::already_there);
    CHECK(put_one(*store, read_in(run_of("j", 56), 11, {8})) == Put::already_there);
    CHECK(said(*store) == "ok 6");
    CHECK(database.count("jobs") == 1);
    CHECK(database.count("results") == 1);
    CHECK(database.count("job") == 8);
}

TEST_CASE("any order, batches and repetition of the same manifests end in one same export")
{
    std::vector<Manifest> all;
    for (const auto* const job : {"a", "b", "c"}) {
        all.push_back(read_in(run_of(job, 10), 11, {1}));
        all.push_back(read_in(run_of(job, 10), 12, {2, 2}));
        all.push_back(read_in(run_of(job, 10), 12, {3}));
        all.push_back(failed(run_of(job, 20), Fault::machine, "engine"));
        all.push_back(failed(read_in(run_of(job, 21), 11, {4}), Fault::commit));
        all.push_back(failed(read_in(run_of(job, 22), 11, {5}), Fault::machine));
        all.push_back(asked_in(job, 1));
        all.push_back(asked_in(job, 2));
        all.push_back(asked_in(job, 2, Fault::machine));
    }
    // b: its ok run is read again and then has no results; a later ok run remains.
    all.push_back(read_in(run_of("b", 10), 13, {}));
    all.push_back(read_in(run_of("b", 30), 11, {6}));
    all.push_back(read_in(run_of("b", 30, "h2"), 11, {7}));
    // c: failed, then ok, for the same run and for another.
    all.push_back(read_in(run_of("c", 10), 14, {}));
    all.push_back(read_in(run_of("c", 21), 12, {}));
    // d: only failed readings.
    all.push_back(read_in(run_of("d", 10), 11, {}));
    all.push_back(failed(read_in(run_of("d", 11), 11, {8}), Fault::machine));
    auto bare = read_in(run_of("d", 12), 11, {});
    all.push_back(bare);

    std::mt19937 random{7}; // the same orders in each run of the test
    std::string expected;
    for (int round = 0; round < 12; ++round) {
        for (const auto backend : {Backend::sqlite, Backend::postgres}) {
            auto some = all;
            for (int i = 0; i < 10; ++i) {
                some.push_back(all[random() % all.size()]);
            }
            std::shuffle(some.begin(), some.end(), random);
            const Database database{backend};
            const auto store = database.open();
            put_in_batches(*store, some, random);
            put_in_batches(*store, all, random);
            const auto text = exported(database.target(), ExportFormat::jsonl);
            expected = expected.empty() ? text : expected;
            CHECK(text == expected);
            CHECK(
                database.column("SELECT job || ' ' || status || ' ' || coalesce(fault, '-') FROM "
                                "jobs ORDER BY job") ==
                std::vector<std::string>{"a ok -", "b ok -", "c failed commit", "d failed commit"});
        }
    }
    CHECK_THAT(expected, CB_CONTAINS("\"value\":6,\"job\":\"b\""));
}

TEST_CASE("a try counts once, however often its manifest is stored")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const auto known = [&] { return store->known(std::vector{job_id("j")}).at(0); };
    CHECK(put_one(*store, asked_in("j", 1)) == Put::added);
    CHECK(put_one(*store, asked_in("j", 1)) == Put::already_there);
    CHECK(known().tries == 1);
    CHECK(known().fault == Fault::commit);
    CHECK(known().reason == "build_failed");
    CHECK(known().last_try > now() - std::chrono::minutes{10});
    CHECK(put_one(*store, asked_in("j", 2)) == Put::added);
    CHECK(put_one(*store, failed(run_of("j", 59), Fault::commit)) == Put::already_there);
    CHECK(known().tries == 3);
    CHECK(put_one(*store, failed(run_of("j", 58), Fault::machine, "engine")) == Put::already_there);
    CHECK(known().tries == 3); // failures by the commit
    CHECK(known().status == Status::failed);
    CHECK(put_one(*store, read_in(run_of("j", 57), 11, {1})) == Put::added);
    CHECK(known().status == Status::ok);
}

TEST_CASE("the store answers for the work of a job, and for its own name")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    auto one = Manifest::of_work(job_id("work"), source_of("r", '1'), {}, 2, Time{});
    auto two = one;
    one.reconfigure({"./one"}, std::nullopt);
    two.reconfigure({"./two"}, std::nullopt);
    one = read_in(one, 11, {1});
    two = read_in(two, 11, {2});
    CHECK(store->put(std::vector{one, two}) == std::vector{Put::added, Put::added});
    const auto answers = [&](const JobId& work) { return store->known(std::vector{work}).size(); };
    CHECK(answers(job_id("work")) == 2);
    CHECK(answers(one.job()) == 1);
    CHECK(answers(two.job()) == 1);
    CHECK(all_samples(*store).size() == 2);
    CHECK(database.column("SELECT work || ' ' || attempt FROM jobs ORDER BY job_id") ==
          std::vector<std::string>{"work 2", "work 2"});

    // Another job for the same work counts for that work, too.
    auto run = Manifest::of_work(job_id("other"), source_of("r", '1'), {}, 2, Time{});
    run.reconfigure({"./one"}, std::nullopt);
    Run facts;
    facts.started_at = cb::Open<cb::Time>::read("2026-01-31T09:00:00Z");
    run.set(facts);
    run = read_in(run, 11, {3});
    CHECK(run.job() == one.job());
    static_cast<void>(store->put(std::vector{run}));
    CHECK(answers(job_id("other")) == 1);
    CHECK(answers(job_id("work")) == 2);
}

} // namespace cb::store
