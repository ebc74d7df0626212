#pragma once

#include "manifest/words.hpp"
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

/// The members of a manifest (docs/manifest.md). Plain data: what travels, nothing else. Durations
/// are seconds (_s), sizes bytes (_bytes).
namespace cb {

/// Why a job failed. `reason` is a stable code in snake_case; the set is open, because a stage can
/// be somebody else's program. Ours are listed in docs/manifest.md.
struct Failure {
    Open<Stage> stage{};
    std::string reason;
    std::string message;
    Open<Fault> fault = Fault::commit;
    friend bool operator==(const Failure&, const Failure&) = default;
};

struct Pull {
    std::uint64_t number = 0;
    std::string title, author, base;
    std::optional<std::string> base_commit, head_repo;
    bool trusted = false;
    friend bool operator==(const Pull&, const Pull&) = default;
};

struct Source {
    std::string repo;               ///< "mirage/index": names the project in the store
    std::optional<std::string> url; ///< where the commit can be had; a path for a local repository
    std::optional<CommitId> commit; ///< none for results that belong to no commit
    std::vector<CommitId> parents;
    /// Greater than that of every ancestor, from 1; none where the history is not known.
    std::optional<std::uint64_t> position;
    bool dirty = false; ///< what was benchmarked is not what was committed
    std::optional<std::string> branch, tag;
    std::optional<Pull> pull;
    std::optional<std::string> author;
    std::optional<Open<Time>> authored_at, committed_at;
    std::optional<std::string> subject;
    friend bool operator==(const Source&, const Source&) = default;
};

struct Config {
    std::string name = "default";
    std::vector<std::string> command; ///< empty: the default of `cb run`
    std::optional<std::string> dockerfile;
    std::map<std::string, std::string> build_args;
    std::optional<std::string> worker;
    friend bool operator==(const Config&, const Config&) = default;
};

struct Build {
    Open<Engine> engine{};
    std::string image{}; ///< "sha256:…" of the engine, or "native:<64 hex>" for a prepared tree
    std::optional<std::string> dockerfile{};
    bool cached = false;
    double wall_s = 0;
    double lock_wait_s = 0; ///< for the machine's cores; not part of wall_s
    std::string log{};      ///< the end of what the build printed
    friend bool operator==(const Build&, const Build&) = default;
};

/// What held the benchmark in place, as read back where it ran.
struct Pins {
    std::optional<Open<HeldBy>> held_by; ///< none: it is not pinned, or its cgroup is out of sight
    std::optional<CpuSet> cpus;
    std::optional<NodeSet> mems;
    std::optional<Bytes> shm;
    std::optional<std::string> shm_policy; ///< "bind:0"; none: the kernel's default
    Open<Aslr> aslr{};
    /// Memory a node, when the most of it was seen in use; empty where the kernel does not tell.
    std::map<std::string, std::uint64_t> placed_bytes;
    friend bool operator==(const Pins&, const Pins&) = default;
};

/// What the benchmark used, of the cgroup of its run. A figure that could not be had is none, and
/// `unavailable` says why under its name. usage_fields.hpp has the names.
struct Usage {
    std::optional<double> user_s, system_s;
    std::optional<double> throttled_s; ///< kept from running by a CPU quota
    /// Some task of it waited for a CPU, for memory, for I/O: Documentation/accounting/psi.rst
    std::optional<double> pressure_cpu_s, pressure_memory_s, pressure_io_s;
    std::optional<std::uint64_t> peak_memory_bytes;
    /// What memory consisted of when the most of it was seen in use: of processes, of page cache,
    /// of shared memory and tmpfs. Looked at now and then, so less than the peak.
    std::optional<std::uint64_t> anonymous_bytes, file_bytes, shared_bytes;
    std::optional<std::uint64_t> swap_bytes; ///< the most that was seen swapped out
    std::optional<std::uint64_t> storage_read_bytes, storage_written_bytes;
    std::optional<std::uint64_t> minor_faults, major_faults;
    std::optional<std::uint64_t> voluntary_switches, involuntary_switches;
    std::optional<std::uint64_t> instructions, cycles, cache_misses, branch_misses;
    std::map<std::string, std::string> unavailable;
    friend bool operator==(const Usage&, const Usage&) = default;
};

/// Something that speaks against the figures. `code` is stable, in snake_case; the set is open.
/// docs/fitness.md lists ours.
struct FitnessReason {
    std::string code{};
    Open<Verdict> weight =
        Verdict::clean; ///< what it makes of the verdict; clean: information only
    std::optional<double> value{}, threshold{}; ///< what was seen, and what it may be at most
    std::string unit{};                         ///< of both: "fraction", "1/s"; "" without a value
    std::string detail{};                       ///< for a person: "CPU 3"
    friend bool operator==(const FitnessReason&, const FitnessReason&) = default;
};

/// Whether the machine was quiet while the benchmark ran. The verdict is the worst weight. What
/// could not be judged has no reason, and `unavailable` says why under its code.
struct Fitness {
    Open<Verdict> verdict{};
    std::vector<FitnessReason> reasons{};
    std::map<std::string, std::string> unavailable{};
    friend bool operator==(const Fitness&, const Fitness&) = default;
};

struct Host {
    std::string key; ///< hash of what changes results; different keys do not compare
    std::string name, cpu, kernel;
    std::uint64_t cpus_online = 0;
    std::uint64_t memory_bytes = 0;
    std::map<std::string, std::string> facts; ///< what `key` is the hash of, by name
    friend bool operator==(const Host&, const Host&) = default;
};

struct Iteration {
    std::optional<Open<Time>> started_at; ///< the moment of exec
    double wall_s = 0;                    ///< from exec to exit inside the sandbox
    Open<Outcome> outcome{};
    std::optional<int> exit_code, signal;
    std::optional<Open<Verdict>> verdict; ///< of the machine meanwhile; run.fitness has the reasons
    Usage usage;
    friend bool operator==(const Iteration&, const Iteration&) = default;
};

/// When the iterations were to end, declared before the first, and why they did.
struct Stopping {
    std::string rule; ///< "ci=1%,min=6,confidence=0.95,max=10m,runs=1000"
    Open<StopReason> reason{};
    /// Where the median of wall_s is, with `confidence`; none while there are too few iterations.
    std::optional<double> low_s, high_s, confidence;
    friend bool operator==(const Stopping&, const Stopping&) = default;
};

/// The order in which two images ran in turns, spelled "ABBABAAB".
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

/// Another image that ran in turns with this one, and how this one compares with it.
struct Against {
    std::string image;
    std::string digest;     ///< "name@sha256:…" of a registry; empty: none knows it
    std::uint64_t seed = 0; ///< of the order and of the resampling
    Open<Turns> order;
    Open<Comparison> verdict;        ///< of this one
    std::optional<double> log_ratio; ///< ln(median wall_s of B / of A)
    std::optional<double> low, high; ///< of log_ratio, with `confidence`
    std::optional<double> confidence;
    std::optional<double>
        noise_floor; ///< what |log_ratio| reaches in 1 of 20 comparisons of A with A
    std::vector<Iteration> iterations; ///< of the other image
    friend bool operator==(const Against&, const Against&) = default;
};

/// What the benchmark wrote to a file that was named beforehand.
struct ResultsFile {
    std::string path;
    std::string content;
    std::string problem; ///< why it could not be read; empty where it could
    friend bool operator==(const ResultsFile&, const ResultsFile&) = default;
};

struct Run {
    Open<Engine> engine{};
    std::string image;
    std::vector<std::string> argv;
    Open<Time> started_at;
    double wall_s = 0;                    ///< the sum over the iterations
    double overhead_s = 0;                ///< what the engine took besides: set up and clean up
    double lock_wait_s = 0;               ///< for cores that runs and builds used
    std::optional<int> exit_code, signal; ///< of the iteration that ended the run
    Open<Outcome> outcome{};
    Pins pins;
    Usage usage; ///< times are sums, memory is the maximum over the iterations
    Fitness fitness;
    Host host;
    /// What else ran it, by name: versions of the engine and its runtime, the hash of the system
    /// call profile, the digest of the image.
    std::map<std::string, std::string> provenance;
    unsigned warmup = 0;  ///< iterations before those that are kept
    unsigned retried = 0; ///< iterations that were done again because the machine was not quiet
    std::optional<Stopping> stopping;
    std::optional<Against> against;
    std::vector<Iteration> iterations;
    std::string output;       ///< standard output of all iterations, in order
    std::string error_output; ///< standard error likewise
    bool output_truncated = false;
    std::vector<ResultsFile> files; ///< of all iterations, in order
    std::string log;                ///< the end of what the engine itself said
    friend bool operator==(const Run&, const Run&) = default;
};

/// An entry that looked like a result and could not be taken.
struct Rejected {
    std::uint64_t line = 0;   ///< from 1
    std::uint64_t column = 0; ///< in bytes from 1
    std::string field;        ///< path in the object: "results/0/metrics/1/value"; "" for the whole
    std::string reason;
    friend bool operator==(const Rejected&, const Rejected&) = default;
};

struct ParseFacts {
    std::string format;
    std::uint64_t found = 0; ///< how many results
    std::vector<Rejected> rejected;
    /// When a run's output was read: a newer reading of one run replaces an older one
    /// in the store. None where cb did not run what was read.
    std::optional<Open<Time>> read_at{};
    friend bool operator==(const ParseFacts&, const ParseFacts&) = default;
};

/// The most results of a job: each is a series, which is kept and shown for ever. A hundred
/// thousand are many times what large suites have, some thousand, and cost the store seconds a job.
inline constexpr std::size_t most_series = 100'000;

/// What one metric of one test said.
struct Result {
    std::string benchmark, test, metric, unit;
    /// Other units than `unit` in which some of the numbers were printed; they were converted.
    std::set<std::string> printed_units;
    Open<Direction> direction = Direction::unknown;
    std::string description;
    std::vector<double> values; ///< every sample, in the order in which they were printed
    /// {"min","avg","max",…} where the benchmark gave a summary in place of samples
    std::optional<std::map<std::string, double>> summary;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> lines; ///< first and last, from 1
    std::map<std::string, std::string> labels;
    friend bool operator==(const Result&, const Result&) = default;
};

/// What a stage says of a stored job, with `cb store --pass`.
struct Stored {
    std::string backend; ///< "sqlite" or "postgres"
    bool is_new = false;
    bool is_replaced = false; ///< an older reading of the same run was
    friend bool operator==(const Stored&, const Stored&) = default;
};

/// The members at the top of a manifest.
struct Members {
    std::uint64_t cb = 1;               ///< the version of the contract
    std::optional<JobId> job, work;     ///< no work: the same as the job
    std::uint64_t attempt = 1;          ///< from 1
    std::optional<Open<Time>> asked_at; ///< when `cb watch` asked for the job
    std::optional<WorkerName> worker;   ///< the machine that ran the job
    Status status{};
    std::optional<Failure> failure; ///< where the status is failed
    Source source;
    Config config;
    std::optional<Build> build;
    std::optional<Run> run;
    std::optional<ParseFacts> parse;
    std::vector<Result> results;
    std::optional<Stored> store;
};

} // namespace cb
