#pragma once

#include "base/time.hpp"
#include "manifest/sections.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// One job on its way through the stages: one JSON object on one line (docs/manifest.md).
///
/// Each stage sets its own member. All other members stay as they were read, byte for byte, even
/// unknown ones. So a stage of a newer version or by another vendor can run anywhere in the
/// pipeline.
class Manifest {
public:
    /// The version of the contract that this program implements.
    static constexpr std::uint64_t version = 1;

    /// A new job with status ok. `attempt` counts from 1.
    Manifest(JobId job, Source source, Config config, std::uint64_t attempt = 1);

    /// A new job from `cb watch`. Its identity is the work, and it records when it was requested.
    [[nodiscard]] static Manifest
    of_work(JobId work, Source source, Config config, std::uint64_t attempt, Time asked_at);

    /// Reads one line. Refuses a line that is not one JSON object, a newer version, a known member
    /// of the wrong type, and a duplicate known member (other readers might pick the other one).
    /// Linear.
    [[nodiscard]] static Parsed<Manifest> parse(std::string_view line);

    /// One line, without the newline.
    [[nodiscard]] std::string to_json() const;
    /// What this program does not know of the manifest, as JSON as written: unknown_members.hpp.
    /// Linear, but skips the results.
    [[nodiscard]] std::string unknown_members() const;
    /// Passes that line to `put` in pieces, each valid during the call. With millions of samples
    /// the line is larger than everything else in memory.
    void write_json(const std::function<void(std::string_view)>& put) const;

    [[nodiscard]] const JobId& job() const noexcept { return *known_.job; }
    /// The identity that `cb watch` requested: the job's own unless it was reconfigured since.
    [[nodiscard]] const JobId& work() const noexcept
    {
        return known_.work ? *known_.work : *known_.job;
    }
    [[nodiscard]] std::uint64_t attempt() const noexcept { return known_.attempt; }
    /// When `cb watch` requested the job; nullopt if it did not.
    [[nodiscard]] std::optional<Time> asked_at() const { return known(known_.asked_at); }
    /// The machine that ran the job; nullopt before it ran.
    [[nodiscard]] const std::optional<WorkerName>& worker() const noexcept { return known_.worker; }
    [[nodiscard]] Status status() const noexcept
    {
        return known_.failure ? Status::failed : Status::ok;
    }
    [[nodiscard]] const std::optional<Failure>& failure() const noexcept { return known_.failure; }
    [[nodiscard]] const Source& source() const noexcept { return known_.source; }
    [[nodiscard]] const Config& config() const noexcept { return known_.config; }
    [[nodiscard]] const std::optional<Build>& build() const noexcept { return known_.build; }
    [[nodiscard]] const std::optional<Run>& run() const noexcept { return known_.run; }
    [[nodiscard]] const std::optional<ParseFacts>& parsed() const noexcept { return known_.parse; }
    [[nodiscard]] const std::vector<Result>& results() const noexcept { return known_.results; }

    /// Makes this the job that runs `command` under the configuration `name`. Such a job has its
    /// own identity and remembers the work it came from. An empty command or a missing name keeps
    /// the job's; if nothing differs, the job does not change.
    void reconfigure(const std::vector<std::string>& command,
                     const std::optional<std::string>& name);
    /// Replaces the source, as `cb import` does with facts from git. The identity stays.
    void set(Source source);
    void set(WorkerName worker);
    void set(Build build);
    void set(Run run);
    /// Sets `parse` and `results` together, because one stage owns both. Replaces the previous
    /// reading and clears a failure of that stage.
    void set(ParseFacts facts, std::vector<Result> results);
    void set(const Stored& stored);
    /// Marks the job as failed. The first failure stays; later ones do not replace it.
    void fail(Failure failure);

private:
    struct Written {
        std::string name; ///< the decoded key
        std::string key;  ///< the key as written in JSON
        std::optional<std::string>
            json; ///< its value; null for results, which are serialized on demand
    };

    explicit Manifest(Members known) : known_{std::move(known)} {}
    [[nodiscard]] const Written* find(std::string_view name) const noexcept;
    void put(std::string_view name, std::optional<std::string> json);

    std::vector<Written> written_{}; ///< all members, in order
    Members known_;                  ///< \pre includes a job
};

} // namespace cb
