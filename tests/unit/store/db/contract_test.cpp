#include "catch.hpp"
#include "databases.hpp"
#include "jobs.hpp"
#include "store/export.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

// The guarantees of Store, tested on both databases.
namespace cb::store {

namespace {

std::vector<std::string> names_of(const std::vector<KnownJob>& known)
{
    std::vector<std::string> names;
    for (const auto& job : known) {
        names.push_back(job.work.text());
    }
    return names;
}

/// Jobs whose names and times distinguish one order from another.
std::vector<Manifest> mixed_jobs()
{
    std::vector<Manifest> jobs{full_job("full")};
    auto early = source_of("acme/index", '9');
    early.committed_at = cb::Open<cb::Time>::read("2026-01-31T09:00:00.250+01:00");
    auto late = source_of("acme/index", '3');
    late.committed_at = cb::Open<cb::Time>::read("2026-01-31T08:00:00.500Z");
    auto unknown = source_of("acme/index", '4');
    unknown.committed_at.reset();
    Source none;
    none.repo = "acme/index";
    jobs.push_back(job_from("none", none, {result_of("t", {1})}));
    jobs.push_back(job_from("unknown", unknown, {result_of("t", {1})}));
    jobs.push_back(job_from("late", late, {result_of("t", {1})}));
    jobs.push_back(job_from("early", early, {result_of("t", {3, 1, 2}), result_of("T", {1})}));
    for (const auto* const repo :
         {"a-b", "a_b", "aB", "ab", "A", "\xC3\xA4", "a b", "z", "\xF0\x9F\x98\x80"}) {
        jobs.push_back(
            job_from(fmt::format("r{}", jobs.size()), source_of(repo, '1'), {result_of("t", {1})}));
    }
    return jobs;
}

} // namespace

TEST_CASE("both databases give out the same, in the same order")
{
    const auto jobs = mixed_jobs();
    const Database sqlite{Backend::sqlite};
    const Database postgres{Backend::postgres};
    const auto in_sqlite = sqlite.open();
    const auto in_postgres = postgres.open();
    CHECK(in_sqlite->put(jobs) == in_postgres->put(jobs));
    const auto samples = all_samples(*in_sqlite);
    CHECK(samples == all_samples(*in_postgres));
    std::vector<std::string> order;
    for (const auto& sample : samples) {
        if (sample.repository == "acme/index" && (order.empty() || order.back() != sample.job)) {
            order.push_back(sample.job);
        }
    }
    CHECK(order == std::vector<std::string>{"full", "early", "late", "unknown", "none"});
    CHECK(samples.front().repository == "A");
    CHECK(samples.back().repository == "\xF0\x9F\x98\x80");
}

TEST_CASE("storing a job twice changes nothing")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const auto jobs = mixed_jobs();
    CHECK(store->put(jobs) == std::vector<Put>(jobs.size(), Put::added));
    const auto before = exported(database.target(), ExportFormat::csv);
    CHECK(store->put(jobs) == std::vector<Put>(jobs.size(), Put::already_there));
    CHECK(database.open()->put(jobs) == std::vector<Put>(jobs.size(), Put::already_there));
    CHECK(exported(database.target(), ExportFormat::csv) == before);
    CHECK(database.count("series") ==
          std::stoi(database.column("SELECT count(DISTINCT series_id) FROM measurement")[0]));
}

TEST_CASE("a job that is twice in a batch is stored once")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const std::vector jobs{plain_job("a", {result_of("t", {1})}),
                           plain_job("b", {result_of("t", {2})}),
                           plain_job("a", {result_of("t", {1})})};
    CHECK(store->put(jobs) == std::vector{Put::added, Put::added, Put::already_there});
    const auto samples = all_samples(*store);
    REQUIRE(samples.size() == 2);
    CHECK(samples[0].value == 1);
    CHECK(samples[1].value == 2);
}

TEST_CASE("known are the jobs that are stored, failed ones too")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    auto failed = plain_job("failed", {});
    failed.fail({Stage::build, "docker_build", "exit status 1"});
    static_cast<void>(store->put(std::vector{plain_job("NULL", {}), failed}));
    const std::vector asked{job_id("NULL"), job_id("null"), job_id("failed"), job_id("other")};
    CHECK(names_of(store->known(asked)) == std::vector<std::string>{"NULL", "failed"});
    CHECK(store->known({}).empty());
    CHECK(database.column("SELECT failure_stage || ' ' || failure_reason || ' ' || failure_message "
                          "FROM job WHERE status = 'failed'") ==
          std::vector<std::string>{"build docker_build exit status 1"});
    std::vector<JobId> many;
    for (int i = 0; i < 100'000; ++i) {
        many.push_back(job_id(fmt::format("0123456789abcdef0123456789abcdef-{}", i)));
    }
    many.push_back(job_id("failed"));
    CHECK(names_of(store->known(many)) == std::vector<std::string>{"failed"});
}

TEST_CASE("every member of a full job is kept")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    static_cast<void>(database.open()->put(std::vector{full_job("full")}));
    const auto is = [&](const std::string& sql, const std::string& text) {
        CHECK(database.column(sql) == std::vector{text});
    };
    is("SELECT branch || tag || config_name || status || format FROM job", "mainv1defaultokcb");
    is("SELECT pull_number FROM job", "7");
    is("SELECT outcome || verdict || image FROM job", "okcleansha256:b");
    is("SELECT wall_s FROM job", "12.345678");
    is("SELECT exit_code FROM job", "0");
    CHECK(database.count("log") == 1);
    is("SELECT worker FROM job", "rack-3");
    is("SELECT author || subject FROM git_commit", "AdaReplace the tree");
    is("SELECT host_key || host_name || cpu || kernel FROM environment", "k1h1c6.1");
    is("SELECT line_number || field || reason FROM rejected", "17results/0not a number");
    is("SELECT column_number FROM rejected", "4");
    is("SELECT description FROM measurement WHERE description IS NOT NULL", "per element");
    is("SELECT labels ->> 'n' FROM measurement WHERE labels IS NOT NULL", "1000");
    is("SELECT source -> 'pull' ->> 'title' FROM job", "Faster");
    is("SELECT config ->> 'worker' FROM job", "rack-3");
    is("SELECT build ->> 'log' FROM job", "");
    is("SELECT run -> 'argv' ->> 1 FROM job", "bench");
    is("SELECT n FROM measurement WHERE samples IS NOT NULL", "2");
    is("SELECT statistics -> 0 ->> 'avg' FROM measurement WHERE samples IS NULL", "2");
    is("SELECT name || host_key || cpu FROM host", "h1k1c");
    is("SELECT verdict FROM host_fitness", "clean");
}

TEST_CASE("forks that share a commit do not touch each other")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    static_cast<void>(store->put(
        std::vector{job_from("a", source_of("acme/index", '1'), {result_of("t", {1})}),
                    job_from("b", source_of("fork/index", '1'), {result_of("t", {2})})}));
    const auto samples = all_samples(*store);
    REQUIRE(samples.size() == 2);
    CHECK(samples[0].repository == "acme/index");
    CHECK(samples[0].value == 1);
    CHECK(samples[1].repository == "fork/index");
    CHECK(database.count("git_commit") == 2);
    CHECK(database.count("series") == 2);
}

TEST_CASE("a commit that was known only by its name is completed once, and never overwritten")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    auto bare = source_of("r", '1');
    bare.committed_at.reset();
    auto full = source_of("r", '1');
    full.subject = "full";
    auto other = source_of("r", '1');
    other.subject = "other";
    other.committed_at = cb::Open<cb::Time>::read("2020-01-01T00:00:00Z");
    static_cast<void>(store->put(std::vector{job_from("a", bare, {result_of("t", {1})})}));
    CHECK(!all_samples(*store)[0].committed_at);
    static_cast<void>(store->put(std::vector{job_from("b", bare, {}), job_from("c", full, {})}));
    static_cast<void>(store->put(std::vector{job_from("d", other, {}), job_from("e", bare, {})}));
    CHECK(to_rfc3339(all_samples(*store)[0].committed_at.value()) == "2026-01-31T08:00:00Z");
    CHECK(database.column("SELECT subject FROM git_commit") == std::vector<std::string>{"full"});
}

TEST_CASE("the same test on another worker or host is the same series of another environment")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto on = [](std::string_view job, std::string worker, std::string host_key) {
        Config config;
        config.worker = std::move(worker);
        auto manifest = job_from(job, source_of("r", '1'), {result_of("t", {1})}, config);
        Run run;
        run.image = std::string{job}; // different for every job
        run.host.key = std::move(host_key);
        manifest.set(run);
        return manifest;
    };
    static_cast<void>(database.open()->put(std::vector{
        on("a", "w1", "k1"), on("b", "w1", "k1"), on("c", "w2", "k1"), on("d", "w1", "k2")}));
    CHECK(database.count("series") == 1);
    CHECK(database.count("environment") == 2);
    CHECK(database.column("SELECT job.job || ' ' || worker || ' ' || host_key FROM job "
                          "JOIN environment e ON e.id = job.environment_id ORDER BY job") ==
          std::vector<std::string>{"a w1 k1", "b w1 k1", "c w2 k1", "d w1 k2"});
}

TEST_CASE("numbers come back bit for bit")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    const std::vector<double> values{0.1 + 0.2,
                                     1.0 / 3,
                                     1e-320,
                                     std::numeric_limits<double>::denorm_min(),
                                     std::numeric_limits<double>::max(),
                                     std::numeric_limits<double>::lowest(),
                                     9007199254740993.0,
                                     123456789012345680.0,
                                     5e-324,
                                     2.2250738585072011e-308,
                                     -1.5,
                                     0};
    auto summary = result_of("s", {});
    summary.summary = {{"avg", 0.1 + 0.2}, {"min", 5e-324}};
    static_cast<void>(store->put(std::vector{plain_job("j", {result_of("t", values), summary})}));
    std::vector<double> back;
    for (const auto& sample : all_samples(*store)) {
        back.push_back(sample.value);
    }
    std::vector<double> expected{0.1 + 0.2, 5e-324};
    expected.insert(expected.end(), values.begin(), values.end());
    CHECK(back == expected);
}

TEST_CASE("a hundred thousand samples are stored and given out")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    static_cast<void>(store->put(many_jobs("j", 10, 100, 100)));
    std::size_t count = 0;
    double sum = 0;
    store->for_each_sample([&](const Sample& sample) {
        ++count;
        sum += sample.value;
    });
    CHECK(count == 100'000);
    CHECK(std::abs(sum - 100'000 * (4.5 + 49.5 * 0.25 + 49.5e-7)) < 1e-3);
    CHECK(database.count("series") == 100);
}

TEST_CASE("to read, the store must have been made")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    CHECK_THROWS_WITH(database.open(Access::read), CB_CONTAINS("cb store makes it"));
    static_cast<void>(database.open()->put(many_jobs("j", 1, 1, 1)));
    CHECK(all_samples(*database.open(Access::read)).size() == 1);
    CHECK(database.open(Access::read)->known(std::vector{job_id("j-0")}).size() == 1);
}

TEST_CASE("what a caller throws ends the export, and the store can be used on")
{
    const auto backend = GENERATE(Backend::sqlite, Backend::postgres);
    const Database database{backend};
    const auto store = database.open();
    static_cast<void>(store->put(many_jobs("j", 2, 2, 2)));
    CHECK_THROWS_AS(store->for_each_sample([](const Sample&) { throw ClosedPipe{}; }), ClosedPipe);
    CHECK_THROWS_WITH(
        store->for_each_sample([](const Sample&) { throw std::runtime_error{"mine"}; }), "mine");
    CHECK(store->put(many_jobs("k", 1, 1, 1)) == std::vector{Put::added});
}

} // namespace cb::store
