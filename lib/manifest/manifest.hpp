#pragma once

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

    /// A new job, of status ok.
    Manifest(JobId job, Source source, Config config);

    /// Reads one line. Refuses what is not one JSON object, a newer version, a known member of the
    /// wrong type or one that stands twice (other readers would take the other one). Linear.
    [[nodiscard]] static Parsed<Manifest> parse(std::string_view line);

    /// One line without its newline.
    [[nodiscard]] std::string to_json() const;
    /// Gives that line to `put` piece by piece, each valid during the call: with millions of
    /// samples it is longer than all else that the program keeps.
    void write_json(const std::function<void(std::string_view)>& put) const;

    [[nodiscard]] const JobId& job() const noexcept { return job_; }
    [[nodiscard]] Status status() const noexcept { return failure_ ? Status::failed : Status::ok; }
    [[nodiscard]] const std::optional<Failure>& failure() const noexcept { return failure_; }
    [[nodiscard]] const Source& source() const noexcept { return source_; }
    [[nodiscard]] const Config& config() const noexcept { return config_; }
    [[nodiscard]] const std::optional<Build>& build() const noexcept { return build_; }
    [[nodiscard]] const std::optional<Run>& run() const noexcept { return run_; }
    [[nodiscard]] const std::optional<ParseFacts>& parsed() const noexcept { return parse_; }
    [[nodiscard]] const std::vector<Result>& results() const noexcept { return results_; }

    void set(Build build);
    void set(Run run);
    /// Sets `parse` and `results`; they are one stage's.
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
    std::optional<Failure> failure_{};
    Source source_{};
    Config config_{};
    std::optional<Build> build_{};
    std::optional<Run> run_{};
    std::optional<ParseFacts> parse_{};
    std::vector<Result> results_{};
};

} // namespace cb
