#include "samples.hpp"

#include "manifest/usage_fields.hpp"

#include <limits>

namespace cb::test {

namespace {

CommitId commit(char digit)
{
    return CommitId::parse(std::string(40, digit)).value();
}

Fitness full_fitness()
{
    return {.verdict = Verdict::suspect,
            .reasons = {{.code = "cpu_steal",
                         .weight = Verdict::suspect,
                         .value = 0.031,
                         .threshold = 0.01,
                         .unit = "fraction",
                         .detail = "CPU 3"},
                        {.code = "cpu_zero"}},
            .unavailable = {{"throttled", "CPU 3 has no thermal_throttle"}}};
}

Usage full_usage()
{
    Usage usage;
    double number = 0.25;
    for (const auto& field : seconds_of_usage) {
        usage.*field.figure = number++;
    }
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    for (const auto& field : counts_of_usage) {
        usage.*field.figure = count--;
    }
    usage.unavailable = {{"energy_j", "no counter"}};
    return usage;
}

Pins full_pins()
{
    return {.held_by = HeldBy::cpuset,
            .cpus = CpuSet::parse("0-3,8").value(),
            .mems = NodeSet::parse("0").value(),
            .shm = Bytes{4294967296},
            .shm_policy = "bind:0",
            .aslr = Aslr::off_verified,
            .placed_bytes = {{"0", 4096}, {"1", 0}}};
}

Host full_host()
{
    return {.key = "9f86d081884c7d65",
            .name = "bench-1",
            .cpu = "A CPU",
            .kernel = "6.1.0",
            .cpus_online = 8,
            .memory_bytes = 33285996544,
            .facts = {{"boost", "off"}, {"governor", "performance"}}};
}

} // namespace

Source full_source()
{
    Source source;
    source.repo = "mirage/index";
    source.url = "https://example.org/index";
    source.commit = commit('a');
    source.parents = {commit('b'), CommitId::parse(std::string(64, 'c')).value()};
    source.position = 412;
    source.dirty = true;
    source.branch = "main";
    source.tag = "v1 \"\u20ac\"";
    source.pull = Pull{.number = 7,
                       .title = "A title",
                       .author = "somebody",
                       .base = "main",
                       .base_commit = std::string(40, 'b'),
                       .head_repo = "somebody/index",
                       .trusted = true};
    source.author = "Some Body <somebody@example.org>";
    source.authored_at = cb::Open<cb::Time>::read("2026-01-30T09:00:00+02:00");
    source.committed_at = cb::Open<cb::Time>::read("2026-01-31T08:00:00.123Z");
    source.subject = "A subject\twith \\ and \x01";
    source.perf_expected = {"parse* +5%"};
    return source;
}

Source bare_source()
{
    Source source;
    source.repo = "r";
    return source;
}

Config full_config()
{
    return {.name = "fast",
            .command = {"make", "bench", ""},
            .options = {{{"build", {{"base", {"debian:12"}}}},
                         {"run", {{"env", {"A=1", "B="}}, {"mount", {}}, {"strict", {"true"}}}}}},
            .worker = "arm"};
}

Build full_build()
{
    return {.engine = Engine::podman,
            .image = "sha256:1234",
            .dockerfile = "Dockerfile",
            .cached = true,
            .wall_s = 41.2,
            .log = "done\n"};
}

Run full_run()
{
    Run run;
    run.engine = Engine::docker;
    run.image = "sha256:1234";
    run.argv = {"make", "bench"};
    run.started_at = cb::Open<cb::Time>::read("2026-01-31T08:00:00Z");
    run.wall_s = 12.345678;
    run.overhead_s = 0.5;
    run.lock_wait_s = 0.125;
    run.exit_code = 3;
    run.signal = 9;
    run.outcome = Outcome::exit;
    run.pins = full_pins();
    run.usage = full_usage();
    run.fitness = full_fitness();
    run.host = full_host();
    run.iterations = {{.started_at = cb::Open<cb::Time>::read("2026-01-31T08:05:00.431Z"),
                       .wall_s = 1.5,
                       .outcome = Outcome::ok,
                       .exit_code = 0,
                       .signal = std::nullopt,
                       .verdict = Verdict::suspect,
                       .usage = full_usage()},
                      {.started_at = std::nullopt,
                       .wall_s = 2.5,
                       .outcome = Outcome::signal,
                       .exit_code = std::nullopt,
                       .signal = 11,
                       .verdict = std::nullopt,
                       .usage = {}}};
    run.provenance = {{"runtime", "runc"}, {"engine_version", "20.10.24"}};
    run.warmup = 3;
    run.retried = 2;
    run.stopping = {{.rule = "runs=2",
                     .reason = StopReason::out_of_runs,
                     .low_s = 1.25,
                     .high_s = 2.75,
                     .confidence = 0.5}};
    run.against = {{.image = "sha256:5678",
                    .digest = "registry.example/x@sha256:9",
                    .seed = std::numeric_limits<std::uint64_t>::max(),
                    .order = Open<Turns>::read("AB"),
                    .verdict = Comparison::slower,
                    .log_ratio = 0.5,
                    .low = 0.25,
                    .high = 0.75,
                    .confidence = 0.95,
                    .noise_floor = 0.125,
                    .iterations = {run.iterations.front()}}};
    run.output = "line 1\nline 2\n";
    run.output_truncated = true;
    run.log = "said";
    return run;
}

Run bare_run()
{
    Run run;
    run.started_at = cb::Open<cb::Time>::read("1970-01-01T00:00:00Z");
    return run;
}

ParseFacts full_facts()
{
    return {
        .format = "cb",
        .found = 2,
        .rejected = {{.line = 17, .column = 4, .field = "results/0", .reason = "must be a number"}},
        .read_at = cb::Open<cb::Time>::read("2026-01-31T08:05:13.100Z")};
}

std::vector<Result> full_results()
{
    Result samples;
    samples.benchmark = "index";
    samples.test = "replace 5 random";
    samples.metric = "ocaml/time";
    samples.unit = "ms";
    samples.printed_units = {"s", "us"};
    samples.direction = Direction::lower;
    samples.description = "how long";
    samples.values = {12.5, -0.1, 1e300, 5e-324, 0};
    samples.lines = {{10, 10}, {11, 12}};
    samples.labels = {{"compiler", "5.1"}};
    Result summary;
    summary.benchmark = "index";
    summary.test = "t";
    summary.metric = "m";
    summary.direction = Direction::higher;
    summary.summary = {{"avg", 2}, {"max", 3}, {"min", 1}};
    return {samples, summary};
}

Manifest full_manifest()
{
    auto manifest = Manifest::of_work(
        JobId::from("full"), full_source(), full_config(), 2, Time{std::chrono::hours{24}});
    manifest.set(WorkerName::parse("rack-3 \u20ac").value());
    manifest.set(full_build());
    manifest.set(full_run());
    manifest.set(full_facts(), full_results());
    manifest.set(Stored{.backend = "sqlite", .is_new = true});
    return manifest;
}

Manifest failed_manifest(Stage stage)
{
    Manifest manifest{JobId::from("failed"), bare_source(), {}};
    manifest.set(bare_run());
    manifest.set(ParseFacts{.format = "auto", .found = 0, .rejected = {}}, {});
    manifest.fail({stage, "a_reason", "a message"});
    return manifest;
}

Manifest bare_manifest()
{
    return {JobId::from("bare"), bare_source(), {}};
}

} // namespace cb::test
