#pragma once

#include "base/time.hpp"
#include "manifest/sections.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

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

    [[nodiscard]] const JobId& job() const noexcept { return *known_.job; }
    /// The identity that `cb watch` asked for: that of the job, unless it was reconfigured since.
    [[nodiscard]] const JobId& work() const noexcept
    {
        return known_.work ? *known_.work : *known_.job;
    }
    [[nodiscard]] std::uint64_t attempt() const noexcept { return known_.attempt; }
    /// When `cb watch` asked for the job; none if it did not.
    [[nodiscard]] std::optional<Time> asked_at() const { return known(known_.asked_at); }
    /// The machine that ran the job; none before that.
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
    struct Written {
        std::string name; ///< what its key means
        std::string key;  ///< how the key is spelled in JSON
        std::optional<std::string>
            json; ///< its value; none: the results, which are written when asked for
    };

    explicit Manifest(Members known) : known_{std::move(known)} {}
    [[nodiscard]] const Written* find(std::string_view name) const noexcept;
    void put(std::string_view name, std::optional<std::string> json);

    std::vector<Written> written_{}; ///< all members, in order
    Members known_;                  ///< \pre has a job
};

} // namespace cb
