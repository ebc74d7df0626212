#include "base/utf8.hpp"
#include "catch.hpp"
#include "terminal/fitness_text.hpp"
#include "terminal/job_text.hpp"
#include "terminal/progress_text.hpp"
#include "terminal/quantity_text.hpp"
#include "terminal/results_text.hpp"
#include "terminal/run_text.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace cb;
using namespace cb::terminal;

namespace {

using Seconds = std::chrono::seconds;

const std::string hostile = "a\x1b[2Jb\nc";

Manifest make_job(const std::string& subject = "Merge in one pass")
{
    Source source;
    source.repo = "mirage/index";
    source.commit = CommitId::parse(std::string(40, 'a')).value();
    source.branch = "main";
    source.committed_at = parse_rfc3339("2026-01-31T08:00:00Z").value();
    source.subject = subject;
    return Manifest{JobId::from("job"), std::move(source), Config{}};
}

Run make_run(const std::vector<double>& wall_s)
{
    Run run;
    run.image = "dir:.";
    run.argv = {"make", "bench"};
    run.outcome = Outcome::ok;
    for (const auto wall : wall_s) {
        run.iterations.push_back({.started_at = std::nullopt,
                                  .wall_s = wall,
                                  .outcome = Outcome::ok,
                                  .exit_code = 0,
                                  .signal = std::nullopt,
                                  .verdict = Verdict::clean,
                                  .usage = {}});
    }
    run.usage.user_s = 2;
    run.usage.system_s = 1;
    run.usage.peak_memory_bytes = 12'340'000;
    run.fitness.verdict = Verdict::suspect;
    run.fitness.reasons = {{.code = "cpu_steal",
                            .weight = Verdict::suspect,
                            .value = 0.031,
                            .threshold = 0.01,
                            .unit = "fraction",
                            .detail = "CPU 3"},
                           {.code = "smt_on"}};
    run.pins.cpus = CpuSet::parse("3").value();
    run.pins.held_by = HeldBy::cpuset;
    run.pins.mems = NodeSet::parse("0").value();
    run.pins.shm = Bytes{64U << 20U};
    run.pins.aslr = Aslr::off_verified;
    return run;
}

Manifest make_measured_job(const std::vector<double>& wall_s)
{
    auto job = make_job();
    job.set(make_run(wall_s));
    return job;
}

/// The longest line, in characters.
std::size_t width_of(const std::string& text)
{
    std::istringstream lines{text};
    std::size_t width = 0;
    for (std::string line; std::getline(lines, line);) {
        width = std::max(width, count_characters(line));
    }
    return width;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("amounts for people")
{
    CHECK(to_clock_text(Seconds{0}) == "0:00");
    CHECK(to_clock_text(Seconds{725}) == "12:05");
    CHECK(to_clock_text(Seconds{3723}) == "1:02:03");
    CHECK(to_count_text(999) == "999");
    CHECK(to_count_text(1000) == "1,000");
    CHECK(to_count_text(1234567) == "1,234,567");
    CHECK(to_count_text(1, "job") == "1 job");
    CHECK(to_count_text(0, "job") == "0 jobs");
}

TEST_CASE("a reason of the machine in words")
{
    CHECK(to_reason_text({.code = "cpu_steal",
                          .value = 0.031,
                          .threshold = 0.01,
                          .unit = "fraction",
                          .detail = "CPU 3"}) ==
          "time that the hypervisor took from a CPU: 3.1 %, at most 1 % (CPU 3)");
    CHECK(to_reason_text({.code = "not_pinned"}) == "the run was not pinned to CPUs; see --cpu");
    CHECK(to_reason_text({.code = "of_later"}) == "of_later");
    CHECK_FALSE(contains(to_reason_text({.code = hostile, .detail = hostile}), "\x1b"));
}

TEST_CASE("a run as a block")
{
    const auto block = to_run_block(make_measured_job({1, 1.1, 1.2, 1.3, 1.4, 1.5, 2}), {});
    CHECK(block.starts_with("mirage/index aaaaaaaaaaaa: make bench\n"
                            "  Median      1.300 s   98.4 % confidence: 1 … 2 s\n"
                            "  Range       1 … 2 s   7 runs   █████▁█▁▁▁▁█\n"
                            "  Processor   285.7 ms user, 142.9 ms system, mean of the runs\n"));
    CHECK(contains(block, "12.34 MB"));
    CHECK(contains(block, "time that the hypervisor took from a CPU: 3.1 %, at most 1 % (CPU 3)"));
    CHECK_FALSE(contains(block, "smt_on"));
    CHECK(
        contains(block, "CPUs 3 (cpuset), memory nodes 0, /dev/shm 64M, addresses not randomized"));
}

TEST_CASE("a block fits a narrow terminal, in ASCII")
{
    const auto job = make_measured_job({1, 1.1, 1.2, 1.3, 1.4, 1.5, 2});
    CHECK(width_of(to_run_block(job, {.width = 80})) <= 80);
    const auto narrow = to_run_block(job, {.width = 20, .charset = Charset::ascii});
    CHECK(width_of(narrow) <= 20);
    CHECK(std::all_of(narrow.begin(), narrow.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80U;
    }));
}

TEST_CASE("a single iteration has a time and no interval")
{
    const auto block = to_run_block(make_measured_job({0.5}), {});
    CHECK(contains(block, "Time        500 ms\n"));
    CHECK_FALSE(contains(block, "Median"));
    CHECK_FALSE(contains(block, "mean of the runs"));
}

TEST_CASE("a run that failed before its first iteration shows its outcome")
{
    auto run = make_run({});
    run.outcome = Outcome::engine;
    auto job = make_job();
    job.set(std::move(run));
    CHECK(to_run_block(job, {}) == "mirage/index aaaaaaaaaaaa: make bench\n  Outcome     engine\n");
}

TEST_CASE("a run in a line")
{
    auto job = make_job();
    job.set(make_run({1, 2, 4}));
    CHECK(summarize(job) ==
          "mirage/index aaaaaaaaaaaa: 3 runs, wall time 2 s (1 to 4 s), machine suspect");
    Manifest own{JobId::from("own"), Source{}, Config{}};
    own.set(make_run({1}));
    CHECK(summarize(own) == "dir:.: 1 run, wall time 1 s, machine suspect");
}

TEST_CASE("a job in a line")
{
    CHECK(to_job_line(make_job(), {}) ==
          "mirage/index aaaaaaaaaaaa  2026-01-31  main  Merge in one pass\n");
    CHECK(width_of(to_job_line(make_job(), {.width = 20})) == 20);
    CHECK_FALSE(contains(to_job_line(make_job(hostile), {}), "\x1b"));
    auto source = make_job().source();
    source.branch.reset();
    source.pull = Pull{.number = 7, .title = {}, .author = {}, .base = "main"};
    CHECK(to_job_line(Manifest{JobId::from("job"), source, Config{}}, {}) ==
          "mirage/index aaaaaaaaaaaa  2026-01-31  #7  Merge in one pass\n");
    auto built = make_job();
    built.set(Build{.engine = Engine::native, .image = "native:0123", .wall_s = 42.1});
    CHECK(to_build_line(built, {}) == "mirage/index aaaaaaaaaaaa  native:0123  built in 42.10 s\n");
    auto failed = make_job();
    failed.fail({Stage::build, "no_dockerfile", "message", Fault::commit});
    CHECK(to_build_line(failed, {}) == "mirage/index aaaaaaaaaaaa  build failed: no_dockerfile\n");
    CHECK(to_stored_line(failed, {}) ==
          "mirage/index aaaaaaaaaaaa  0 results  build failed: no_dockerfile\n");
}

TEST_CASE("results as a table")
{
    Result result;
    result.benchmark = "merge";
    result.test = "random";
    result.metric = "time";
    result.unit = "ms";
    result.direction = Direction::lower;
    result.values = {12, 14, 13};
    auto job = make_job();
    job.set(ParseFacts{.format = "cb", .found = 1, .rejected = {}}, {result});
    CHECK(to_results_table(job, {}) == "series       median  range       samples  better\n"
                                       "random time  13 ms   12 … 14 ms  3        lower\n");
    CHECK(to_reading_line(job, {}) == "format cb: 1 series, 3 samples; 0 rejected\n");
    CHECK(to_results_table(make_job(), {}).empty());
}

TEST_CASE("how far a run is")
{
    auto run = make_run({1, 1.1, 1.2, 1.3, 1.4, 1.5});
    engine::RunProgress progress{
        .phase = engine::RunProgress::Phase::measuring, .number = 7, .planned = 10, .run = run};
    CHECK(to_progress_line(find_state(progress), Seconds{12}) ==
          "run 7/10  0:12, about 0:08 left  median 1.250 s ±20 %  machine suspect");
    const Run none;
    CHECK(to_progress_line(find_state({.number = 1, .planned = 3, .run = none}), Seconds{1}) ==
          "warmup 1/3  0:01");
    CHECK(
        to_progress_line(
            find_state({.phase = engine::RunProgress::Phase::measuring, .number = 1, .run = none}),
            Seconds{1}) == "run 1  0:01");
}

TEST_CASE("how far counted work is")
{
    CHECK(to_progress_line(CountedWork{"importing", "job", 12345, 50000}, Seconds{3}) ==
          "importing: 12,345 of 50,000 jobs, 4,115/s, 0:03, about 0:09 left");
    CHECK(to_progress_line(CountedWork{"importing", "job", 0, std::nullopt}, Seconds{0}) ==
          "importing: 0 jobs, 0:00");
    CountedWork work{.verb = hostile, .singular = "job", .done = 10, .share = 0.25};
    work.elapsed = Seconds{8};
    CHECK(to_progress_line(work, Seconds{2}) == "a [2Jb c: 10 jobs, 1/s, 0:10, about 0:30 left");
    CHECK(to_progress_line(CountedWork{.verb = "checking keys"}, Seconds{61}) ==
          "checking keys, 1:01");
    CHECK(to_progress_line(CountedWork{"pruning", "run", 0, 0}, Seconds{1}) ==
          "pruning: 0 of 0 runs, 0:01");
    CHECK(to_progress_line(JobWork{"building", hostile, 3, Seconds{70}}, Seconds{42}) ==
          "building a [2Jb c, job 3, 0:42, usually 1:10");
}
