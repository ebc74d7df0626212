#include "base/time.hpp"
#include "catch.hpp"
#include "manifest/job_identity.hpp"
#include "manifest/manifest.hpp"
#include "samples.hpp"

using namespace cb;
using namespace cb::test;

namespace {

Manifest read(std::string_view line)
{
    auto manifest = Manifest::parse(line);
    INFO((manifest ? "" : manifest.error()));
    REQUIRE(manifest.has_value());
    return std::move(*manifest);
}

constexpr std::string_view minimal = R"({"cb":1,"job":"j","status":"ok","source":{"repo":"r"}})";

} // namespace

TEST_CASE("a full manifest reads back equal, member by member")
{
    const auto manifest = read(full_manifest().to_json());
    CHECK(manifest.job() == JobId::from("full"));
    CHECK(manifest.work() == JobId::from("full"));
    CHECK(manifest.attempt() == 2);
    CHECK(manifest.asked_at() == cb::parse_rfc3339("1970-01-02T00:00:00Z").value());
    CHECK(manifest.worker() == WorkerName::parse("rack-3 \u20ac").value());
    CHECK(manifest.status() == Status::ok);
    CHECK_FALSE(manifest.failure().has_value());
    CHECK(manifest.source() == full_source());
    CHECK(manifest.config() == full_config());
    CHECK(manifest.build() == full_build());
    CHECK(manifest.run() == full_run());
    CHECK(manifest.parsed() == full_facts());
    CHECK(manifest.results() == full_results());
    CHECK(manifest.to_json() == full_manifest().to_json());
}

TEST_CASE("a manifest with nothing that can be left out reads back equal")
{
    const auto manifest = read(bare_manifest().to_json());
    CHECK(manifest.source() == bare_source());
    CHECK(manifest.config() == Config{});
    CHECK_FALSE(manifest.build().has_value());
    CHECK_FALSE(manifest.run().has_value());
    CHECK_FALSE(manifest.parsed().has_value());
    CHECK(manifest.results().empty());
    CHECK(read(failed_manifest(Stage::run).to_json()).run() == bare_run());
}

TEST_CASE("the smallest manifest has a job, a status and a repository")
{
    const auto manifest = read(minimal);
    CHECK(manifest.job().text() == "j");
    CHECK(manifest.source().repo == "r");
    CHECK(manifest.config() == Config{});
    CHECK(manifest.to_json() == minimal);
}

TEST_CASE("another command or name makes a job of its own that remembers its work")
{
    const auto asked = Manifest::of_work(
        JobId::from("w"), full_source(), full_config(), 2, Time{std::chrono::hours{24}});
    auto job = asked;
    job.reconfigure({"./bench", "--quick"}, std::nullopt);
    CHECK(job.work() == asked.job());
    CHECK(job.config().command == std::vector<std::string>{"./bench", "--quick"});
    CHECK(job.config().name == full_config().name);
    CHECK(job.job() == job_identity(job.source(), job.config(), 2));
    CHECK(job.job() != asked.job());
    const auto again = read(job.to_json());
    CHECK(again.job() == job.job());
    CHECK(again.work() == asked.job());
    CHECK(again.config() == job.config());

    const auto once = job.job();
    job.reconfigure({}, "nightly"); // the second time, the work is still the requested one
    CHECK(job.config().command == std::vector<std::string>{"./bench", "--quick"});
    CHECK(job.config().name == "nightly");
    CHECK(job.job() != once);
    CHECK(job.work() == asked.job());
}

TEST_CASE("the command and the name that a job has already leave it as it is, byte for byte")
{
    auto job = read(minimal);
    job.reconfigure({}, std::nullopt);
    job.reconfigure({}, "default");
    CHECK(job.to_json() == minimal);
    auto full = full_manifest();
    full.reconfigure(full_config().command, full_config().name);
    CHECK(full.to_json() == full_manifest().to_json());
    CHECK(job.work() == job.job());
    CHECK(job.attempt() == 1);
}

TEST_CASE("members that are null are as if they were left out")
{
    const auto manifest = read(
        R"({"cb":1,"job":"j","status":"ok","failure":null,"source":{"repo":"r","commit":null,
            "parents":null,"pull":null},"config":null,"build":null,"run":null,"parse":null,
            "results":null,"store":null})");
    CHECK(manifest.source() == bare_source());
    CHECK(manifest.config() == Config{});
    CHECK_FALSE(manifest.run().has_value());
    CHECK(manifest.results().empty());
}

TEST_CASE("a failed job says where, why and what")
{
    const auto stage = GENERATE(Stage::watch, Stage::build, Stage::run, Stage::parse, Stage::store);
    const auto manifest = read(failed_manifest(stage).to_json());
    CHECK(manifest.status() == Status::failed);
    CHECK(manifest.failure() == Failure{stage, "a_reason", "a message"});
}

TEST_CASE("the first failure stays")
{
    auto manifest = bare_manifest();
    manifest.fail({Stage::build, "build_failed", "first"});
    manifest.fail({Stage::run, "no_image", "second"});
    CHECK(manifest.failure()->message == "first");
    auto again = read(manifest.to_json());
    again.fail({Stage::parse, "no_results", "third"});
    CHECK(again.failure()->message == "first");
    CHECK(again.to_json() == manifest.to_json());
}

TEST_CASE("a member that is set again takes the place of the one before")
{
    auto manifest = full_manifest();
    const auto before = manifest.to_json();
    manifest.set(full_run());
    CHECK(manifest.to_json() == before);
    auto run = full_run();
    run.output = "other";
    manifest.set(run);
    CHECK(read(manifest.to_json()).run() == run);
    CHECK(manifest.to_json().find("other") < manifest.to_json().find("\"parse\""));
}

TEST_CASE("what is set and what is printed are the same thing")
{
    auto manifest = read(minimal);
    manifest.set(full_build());
    manifest.set(full_run());
    manifest.set(full_facts(), full_results());
    CHECK(manifest.run() == full_run());
    const auto again = read(manifest.to_json());
    CHECK(again.build() == full_build());
    CHECK(again.run() == full_run());
    CHECK(again.parsed() == full_facts());
    CHECK(again.results() == full_results());
}

TEST_CASE("text that is not UTF-8 is repaired, so that the line is a manifest")
{
    auto manifest = bare_manifest();
    auto run = bare_run();
    run.output = std::string{"a\xff\nb\0c", 6};
    run.argv = {"\xc3"};
    manifest.set(run);
    const auto again = read(manifest.to_json());
    CHECK(again.run()->output == std::string{"a\xEF\xBF\xBD\nb\0c", 8});
    CHECK(again.run()->argv.front() == "\xEF\xBF\xBD");
}

TEST_CASE("an output of 64 MB with every kind of byte is one line that reads back")
{
    auto manifest = bare_manifest();
    auto run = bare_run();
    run.output.reserve(std::size_t{64} << 20U);
    while (run.output.size() < std::size_t{64} << 20U) {
        run.output +=
            "a log line with \"quotes\", \\ and \t and \x1b[0m and \u20ac, of usual length\n";
    }
    manifest.set(run);
    const auto line = manifest.to_json();
    CHECK(line.find('\n') == std::string::npos);
    const auto again = read(line);
    CHECK((again.run()->output == run.output)); // in parentheses, so that Catch2 does not print it
    CHECK((again.to_json() == line));
}

TEST_CASE("any exact count and any finite number reads back equal")
{
    auto manifest = bare_manifest();
    auto run = full_run();
    run.usage.peak_memory_bytes = 9007199254740993; // 2^53 + 1
    run.wall_s = 0.1 + 0.2;
    manifest.set(run);
    CHECK(read(manifest.to_json()).run() == run);
}

TEST_CASE("reasons of older manifests are codes alone and weigh nothing")
{
    auto line = full_manifest().to_json();
    const auto from = line.find("\"reasons\":[");
    const auto to = line.find("],", from);
    line.replace(from, to - from, R"("reasons":["cpu_zero","aslr_not_off")");
    const auto fitness = read(line).run()->fitness;
    CHECK(fitness.verdict == Verdict::suspect);
    REQUIRE(fitness.reasons.size() == 2);
    CHECK(fitness.reasons[0] == FitnessReason{.code = "cpu_zero"});
    CHECK(fitness.reasons[1] == FitnessReason{.code = "aslr_not_off"});
    CHECK(fitness.reasons[0].weight == Verdict::clean);
}
