#pragma once

#include "base/id_set.hpp"
#include "base/ids.hpp"
#include "base/quantity.hpp"
#include "base/time.hpp"
#include "manifest/open.hpp"
#include "manifest/words.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The members of a manifest (docs/manifest.md): plain data. Durations are seconds (_s), sizes are
/// bytes (_bytes).
namespace cb {

/// Why a job failed. `reason` is a stable code in snake_case. The set is open, because a stage can
/// be another vendor's program. docs/manifest.md lists ours.
struct Failure {
    Open<Stage> stage{};
    std::string reason;
    std::string message;
    Open<Fault> fault = Fault::commit;
    friend bool operator==(const Failure&, const Failure&) = default;
};

struct Pull {
    std::uint64_t number = 0;
    std::string title{}, author{}, base{};
    std::optional<std::string> base_commit{}, head_repo{};
    bool trusted = false;
    friend bool operator==(const Pull&, const Pull&) = default;
};

struct Source {
    std::string repo;               ///< "mirage/index": names the project in the store
    std::optional<std::string> url; ///< where to fetch the commit; a path for a local repository
    std::optional<CommitId> commit; ///< nullopt for results that belong to no commit
    std::vector<CommitId> parents;
    /// Greater than that of every ancestor, from 1; nullopt if the history is unknown.
    std::optional<std::uint64_t> position;
    bool dirty = false; ///< the benchmarked tree has uncommitted changes
    std::optional<std::string> branch, tag;
    std::optional<Pull> pull;
    std::optional<std::string> author;
    std::optional<Open<Time>> authored_at, committed_at;
    std::optional<std::string> subject;
    /// What the trailers "Perf-expected:" of the commit's message say, such as "parse +5%".
    std::vector<std::string> perf_expected;
    friend bool operator==(const Source&, const Source&) = default;
};

/// The texts of each option, by its name without dashes: {"cpu": {"3"}, "strict": {"true"}}. Only a
/// repeatable option has several.
using OptionTexts = std::map<std::string, std::vector<std::string>>;

/// The options with which the stages process a job, by command: "build", "run". They come from the
/// operator's project file (docs/configuration.md).
struct JobOptions {
    std::map<std::string, OptionTexts> by_command{};
    friend bool operator==(const JobOptions&, const JobOptions&) = default;
};

struct Config {
    std::string name = "default";
    std::vector<std::string> command; ///< empty: the default of `cb run`
    JobOptions options;               ///< not part of the job's identity
    std::optional<std::string> worker;
    friend bool operator==(const Config&, const Config&) = default;
};

struct Build {
    Open<Engine> engine{};
    /// "sha256:…" of the engine, "name@sha256:…" in a registry, or "native:<64 hex>" for a prepared
    /// tree.
    std::string image{};
    std::optional<std::string> dockerfile{};
    /// What identifies the base image of --base: "name@sha256:…", or the id of an image that is in
    /// no registry.
    std::optional<std::string> base{};
    /// "sha256:…" of what a run sees of the image: equal images have equal contents.
    std::optional<std::string> content{};
    /// The first known commit of the same repository whose image has the same content.
    std::optional<std::string> equal_to{};
    bool cached = false;
    double wall_s = 0;
    double lock_wait_s = 0; ///< waiting for the machine's cores; not part of wall_s
    std::string log{};      ///< the end of the build's output
    friend bool operator==(const Build&, const Build&) = default;
};

/// What confined the benchmark, as read back where it ran.
struct Pins {
    /// nullopt: it is not pinned, or its cgroup is not visible
    std::optional<Open<HeldBy>> held_by;
    std::optional<CpuSet> cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> shm;
    std::optional<std::string> shm_policy; ///< "bind:0"; none: the kernel's default
    Open<Aslr> aslr{};
    /// Memory per node at the highest usage observed; empty if the kernel does not report it.
    std::map<std::string, std::uint64_t> placed_bytes;
    friend bool operator==(const Pins&, const Pins&) = default;
};

/// What the run's cgroup used. A figure that is not available is nullopt, and `unavailable` gives
/// the reason under its name. usage_fields.hpp has the names.
struct Usage {
    std::optional<double> user_s, system_s;
    std::optional<double> throttled_s; ///< time stopped by a CPU quota
    /// Time during which some task waited for CPU, memory or I/O: Documentation/accounting/psi.rst
    std::optional<double> pressure_cpu_s, pressure_memory_s, pressure_io_s;
    std::optional<std::uint64_t> peak_memory_bytes;
    /// Memory at the highest usage observed, by kind: process memory, page cache, shared memory
    /// with tmpfs. Sampled, so it may be below the peak.
    std::optional<std::uint64_t> anonymous_bytes, file_bytes, shared_bytes;
    std::optional<std::uint64_t> swap_bytes; ///< the most swap observed
    std::optional<std::uint64_t> storage_read_bytes, storage_written_bytes;
    std::optional<std::uint64_t> minor_faults, major_faults;
    std::optional<std::uint64_t> voluntary_switches, involuntary_switches;
    std::optional<std::uint64_t> instructions, cycles, cache_misses, branch_misses;
    std::map<std::string, std::string> unavailable;
    friend bool operator==(const Usage&, const Usage&) = default;
};

/// A reason to doubt the figures. `code` is stable, in snake_case; the set is open. docs/fitness.md
/// lists ours.
struct FitnessReason {
    std::string code{};
    Open<Verdict> weight = Verdict::clean; ///< the verdict it leads to; clean: information only
    std::optional<double> value{}, threshold{}; ///< the observed value, and the most allowed
    std::string unit{};                         ///< of both: "fraction", "1/s"; "" without a value
    std::string detail{};                       ///< for a person: "CPU 3"
    friend bool operator==(const FitnessReason&, const FitnessReason&) = default;
};

/// Whether the machine was quiet while the benchmark ran. The verdict is the worst weight. If a
/// check was not possible, it has no reason here, and `unavailable` explains under its code.
struct Fitness {
    Open<Verdict> verdict{};
    std::vector<FitnessReason> reasons{};
    std::map<std::string, std::string> unavailable{};
    friend bool operator==(const Fitness&, const Fitness&) = default;
};

struct Host {
    /// hash of what influences results; results with different keys are not comparable
    std::string key;
    std::string name, cpu, kernel;
    std::uint64_t cpus_online = 0;
    std::uint64_t memory_bytes = 0;
    std::map<std::string, std::string> facts; ///< the inputs of `key`, by name
    friend bool operator==(const Host&, const Host&) = default;
};

struct Iteration {
    std::optional<Open<Time>> started_at; ///< the moment of exec
    double wall_s = 0;                    ///< from exec to exit inside the sandbox
    Open<Outcome> outcome{};
    std::optional<int> exit_code, signal;
    /// on the machine during the run; run.fitness has the reasons
    std::optional<Open<Verdict>> verdict;
    Usage usage;
    friend bool operator==(const Iteration&, const Iteration&) = default;
};

/// The stopping rule, declared before the first iteration, and why the iterations stopped.
struct Stopping {
    std::string rule; ///< "ci=1%,min=6,confidence=0.95,max=10m,runs=1000"
    Open<StopReason> reason{};
    /// The confidence interval of the median of wall_s; nullopt with too few iterations.
    std::optional<double> low_s, high_s, confidence;
    friend bool operator==(const Stopping&, const Stopping&) = default;
};

/// The order of interleaved runs of two images, spelled "ABBABAAB".
struct Turns {
    enum class Image : std::uint8_t {
        other,   ///< A
        this_one ///< B
    };
    std::vector<Image> images{};
    friend bool operator==(const Turns&, const Turns&) = default;
};

template <> struct Spelling<Turns> {
    [[nodiscard]] static Parsed<Turns> parse(std::string_view text);
    [[nodiscard]] static std::string text(const Turns& turns);
};

/// Another image whose runs were interleaved with this one's, and how this one compares with it.
struct Against {
    std::string image;
    std::string digest;     ///< "name@sha256:…" of a registry; empty: none knows it
    std::uint64_t seed = 0; ///< for the order and the resampling
    Open<Turns> order;
    Open<Comparison> verdict;        ///< on this one
    std::optional<double> log_ratio; ///< ln(median wall_s of B / median wall_s of A)
    std::optional<double> low, high; ///< of log_ratio, with `confidence`
    std::optional<double> confidence;
    std::optional<double>
        noise_floor; ///< |log_ratio| exceeds it in 1 of 20 comparisons of A with itself
    std::vector<Iteration> iterations; ///< of the other image
    friend bool operator==(const Against&, const Against&) = default;
};

/// What the benchmark wrote to a file named in advance.
struct ResultsFile {
    std::string path;
    std::string content;
    std::string problem{}; ///< why it could not be read; empty if it was
    friend bool operator==(const ResultsFile&, const ResultsFile&) = default;
};

struct Run {
    Open<Engine> engine{};
    std::string image;
    std::vector<std::string> argv;
    /// These two are nullopt if another program ran the benchmark and did not record them.
    std::optional<Open<Time>> started_at;
    std::optional<double> wall_s;         ///< sum of all iterations
    double overhead_s = 0;                ///< the engine's setup and cleanup time
    double lock_wait_s = 0;               ///< waiting for cores that other runs and builds used
    std::optional<int> exit_code, signal; ///< of the last iteration
    Open<Outcome> outcome{};
    Pins pins;
    Usage usage; ///< times are sums, memory is the maximum of all iterations
    Fitness fitness;
    Host host;
    /// The rest of the setup, by name: versions of the engine and its runtime, the hash of the
    /// seccomp profile, the digest of the image.
    std::map<std::string, std::string> provenance;
    unsigned warmup = 0;  ///< iterations that were discarded first
    unsigned retried = 0; ///< iterations repeated because the machine was not quiet
    std::optional<Stopping> stopping;
    std::optional<Against> against;
    std::vector<Iteration> iterations;
    std::string output;       ///< standard output of all iterations, in order
    std::string error_output; ///< standard error of all iterations, in order
    bool output_truncated = false;
    std::vector<ResultsFile> files; ///< of all iterations, in order
    std::string log;                ///< the end of the engine's own output
    friend bool operator==(const Run&, const Run&) = default;
};

/// An entry that looked like a result but was rejected.
struct Rejected {
    std::uint64_t line = 0;   ///< from 1
    std::uint64_t column = 0; ///< in bytes from 1
    std::string field;        ///< path in the object: "results/0/metrics/1/value"; "" for the whole
    std::string reason;
    friend bool operator==(const Rejected&, const Rejected&) = default;
};

struct ParseFacts {
    std::string format;
    std::uint64_t found = 0; ///< number of results
    std::vector<Rejected> rejected;
    /// When a run's output was read. A newer reading of a run replaces an older one in the store.
    /// Nullopt if cb did not run the benchmark.
    std::optional<Open<Time>> read_at{};
    friend bool operator==(const ParseFacts&, const ParseFacts&) = default;
};

/// The most results of a job. Each is a series, which is kept and shown forever. Large suites have
/// some thousand; a hundred thousand cost the store seconds per job.
inline constexpr std::size_t max_series = 100'000;

/// The results of one metric of one test.
struct Result {
    std::string benchmark, test, metric, unit;
    /// Units other than `unit` in which some numbers were printed before conversion.
    std::set<std::string> printed_units;
    Open<Direction> direction = Direction::unknown;
    std::string description;
    std::vector<double> values; ///< every sample, in the order printed
    /// {"min","avg","max",…} if the benchmark printed a summary instead of samples
    std::optional<std::map<std::string, double>> summary;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> lines; ///< first and last, from 1
    std::map<std::string, std::string> labels;
    friend bool operator==(const Result&, const Result&) = default;
};

/// What the store did with a job, for `cb store --pass`.
struct Stored {
    std::string backend; ///< "sqlite" or "postgres"
    bool is_new = false;
    bool is_replaced = false; ///< it replaced an older reading of the same run
    friend bool operator==(const Stored&, const Stored&) = default;
};

/// The top-level members of a manifest.
struct Members {
    std::uint64_t cb = 1;               ///< the version of the contract
    std::optional<JobId> job, work;     ///< if work is absent, it equals job
    std::uint64_t attempt = 1;          ///< from 1
    std::optional<Open<Time>> asked_at; ///< when `cb watch` requested the job
    std::optional<WorkerName> worker;   ///< the machine that ran the job
    Status status{};
    std::optional<Failure> failure; ///< if the status is failed
    Source source;
    Config config;
    std::optional<Build> build;
    std::optional<Run> run;
    std::optional<ParseFacts> parse;
    std::vector<Result> results;
    std::optional<Stored> store;
};

} // namespace cb
