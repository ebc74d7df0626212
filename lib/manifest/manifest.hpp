#pragma once

#include "base/time.hpp"
#include "manifest/sections.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

class ObjectReader;

/// One job on its way through the stages: one JSON object, one line (docs/manifest.md).
///
/// Each stage sets its own member. Members that are not set stay as they were read, byte for byte,
/// whether they are known here or not; so a stage of a newer or of another make can stand anywhere
/// in the pipeline.
class Manifest {
public:
    /// The version of the contract that this program speaks.
    static constexpr std::uint64_t version = 1;

    /// A new job, of status ok. `attempt` counts from 1.
    Manifest(JobId job, Source source, Config config, std::uint64_t attempt = 1);

    /// A new job that `cb watch` asks for: its own identity is the work, and says when.
    [[nodiscard]] static Manifest
    of_work(JobId work, Source source, Config config, std::uint64_t attempt, Time asked_at);

    /// Reads one line. Refuses what is not one JSON object, a newer version, a known member of the
    /// wrong type or one that stands twice (other readers would take the other one). Linear.
    [[nodiscard]] static Parsed<Manifest> parse(std::string_view line);

    /// One line without its newline.
    [[nodiscard]] std::string to_json() const;
    /// Gives that line to `put` piece by piece, each valid during the call: with millions of
    /// samples it is longer than all else that the program keeps.
    void write_json(const std::function<void(std::string_view)>& put) const;

    [[nodiscard]] const JobId& job() const noexcept { return job_; }
    /// The identity that `cb watch` asked for: that of the job, unless it was reconfigured since.
    [[nodiscard]] const JobId& work() const noexcept { return work_ ? *work_ : job_; }
    [[nodiscard]] std::uint64_t attempt() const noexcept { return attempt_; }
    /// When `cb watch` asked for the job; none if it did not.
    [[nodiscard]] std::optional<Time> asked_at() const { return known(asked_at_); }
    /// The machine that ran the job; none before that.
    [[nodiscard]] const std::optional<WorkerName>& worker() const noexcept { return worker_; }
    [[nodiscard]] Status status() const noexcept { return failure_ ? Status::failed : Status::ok; }
    [[nodiscard]] const std::optional<Failure>& failure() const noexcept { return failure_; }
    [[nodiscard]] const Source& source() const noexcept { return source_; }
    [[nodiscard]] const Config& config() const noexcept { return config_; }
    [[nodiscard]] const std::optional<Build>& build() const noexcept { return build_; }
    [[nodiscard]] const std::optional<Run>& run() const noexcept { return run_; }
    [[nodiscard]] const std::optional<ParseFacts>& parsed() const noexcept { return parse_; }
    [[nodiscard]] const std::vector<Result>& results() const noexcept { return results_; }

    /// Makes this the job that runs `command` under the configuration `name`: a job of its own,
    /// with an identity of its own, that remembers the work it came from. An empty command and no
    /// name leave those of the job; where nothing differs, the job stays as it is.
    void reconfigure(const std::vector<std::string>& command,
                     const std::optional<std::string>& name);
    void set(WorkerName worker);
    void set(Build build);
    void set(Run run);
    /// Sets `parse` and `results`; they are one stage's. A failure of that stage goes with the
    /// reading that it was of.
    void set(ParseFacts facts, std::vector<Result> results);
    void set(const Stored& stored);
    /// Marks the job as failed. The first failure stays: later stages only add to what is known.
    void fail(Failure failure);

private:
    struct Member {
        std::string name; ///< what its key means
        std::string key;  ///< how the key is spelled in JSON
        std::optional<std::string>
            json; ///< its value; none: results_, which are written when asked for
    };

    explicit Manifest(JobId job) : job_{std::move(job)} {}
    void read_sections(ObjectReader& object);
    [[nodiscard]] bool has(std::string_view name) const noexcept;
    void put(std::string_view name, std::optional<std::string> json);

    std::vector<Member> members_{}; ///< all, in order
    JobId job_;
    std::optional<JobId> work_{};
    std::uint64_t attempt_ = 1;
    std::optional<Open<Time>> asked_at_{};
    std::optional<WorkerName> worker_{};
    std::optional<Failure> failure_{};
    Source source_{};
    Config config_{};
    std::optional<Build> build_{};
    std::optional<Run> run_{};
    std::optional<ParseFacts> parse_{};
    std::vector<Result> results_{};
};

} // namespace cb
