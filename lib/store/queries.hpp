#pragma once

#include "base/time.hpp"
#include "db/database.hpp"
#include "manifest/sections.hpp"
#include "store/annotations.hpp"
#include "store/figures.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

/// Read access to the store. Both databases give the same answers: texts are ordered by their
/// bytes, commits by their history. Only current runs are returned (reading.hpp).
namespace cb::store {

/// A series of a repository: values that are comparable over time. The id is local to this
/// database.
struct SeriesInfo {
    std::int64_t id = 0;
    std::string benchmark{}, test{}, metric{};
    std::string unit{}; ///< of all its numbers
    Direction direction = Direction::unknown;
    friend bool operator==(const SeriesInfo&, const SeriesInfo&) = default;
};

/// A name under which results of a series were stored before it was renamed (cb alias).
struct FormerName {
    SeriesInfo series;
    std::string renamed_by; ///< a person
    std::string reason;     ///< "" if none was given
};

/// By the id of the series, which is now called otherwise; the latest former name first.
using FormerNames = std::unordered_map<std::int64_t, std::vector<FormerName>>;

/// The run that produced a measurement. Never compare two runs with different `host_key`, `worker`
/// or `config` without saying so.
struct JobInfo {
    std::int64_t id = 0; ///< local to this database
    std::string job;     ///< its name
    std::string work;    ///< what cb watch requested
    std::uint64_t attempt = 1;
    std::optional<std::string> commit; ///< full name
    std::optional<std::string> branch, tag;
    std::optional<std::uint64_t> pull_number;
    std::string worker, host_key, host_name, config; ///< "" where it is not known
    Status status{};
    std::optional<Open<Outcome>> outcome; ///< of the run
    std::optional<Failure> failure;
    std::optional<Time> started_at;
    std::optional<double> wall_s;
    std::optional<Open<Verdict>> verdict; ///< on the machine during the run
    Time stored_at{};                     ///< when the run was first stored
    friend bool operator==(const JobInfo&, const JobInfo&) = default;

    /// Whether it may have results: it neither failed nor found its commit not relevant.
    [[nodiscard]] bool is_measured() const
    {
        return status == Status::ok && !(outcome && *outcome == Outcome::not_relevant);
    }
};

/// One series of one job.
struct Point {
    std::int64_t series_id = 0;
    std::shared_ptr<const JobInfo> job;
    Figures figures;
    std::vector<double> samples; ///< in the order printed; empty if retired
    /// A tool's own statistics by name; empty if it printed samples.
    std::map<std::string, double> statistics;
};

struct CommitInfo {
    std::string hash;
    std::vector<std::string> parents; ///< full names, the first parent first
    std::optional<std::uint64_t> position;
    std::optional<Time> committed_at;
    std::optional<std::string> author, subject;
    std::vector<std::string> perf_expected{}; ///< Source::perf_expected
    friend bool operator==(const CommitInfo&, const CommitInfo&) = default;
};

/// A branch or tag that jobs named, and the last of their commits in the order of history.
struct RefInfo {
    enum class Kind { branch, tag };
    Kind kind{};
    std::string name;
    std::string commit; ///< full name
    friend bool operator==(const RefInfo&, const RefInfo&) = default;
};

/// What names the commits of a repository.
struct CommitNames {
    std::vector<CommitInfo> commits; ///< in the order of history
    std::vector<RefInfo> refs;       ///< ordered by kind and name
    /// The last commit in the order of history whose job was not for a pull request.
    std::optional<std::string> head;
};

/// Selects a part of a repository's history. An absent member does not restrict.
struct HistoryFilter {
    /// The commits whose jobs named this branch, and the first-parent ancestors of the last of
    /// these commits.
    std::optional<std::string> branch{};
    /// Full names: after `first` (exclusive) up to `last` (inclusive), in the order of history.
    std::optional<std::string> first{}, last{};
    std::optional<Time> since{};         ///< by the commits' times
    std::optional<std::string> worker{}; ///< of the jobs; all commits remain
};

/// Globs on names: '*' matches any text, '?' any character, "[a-z]" one of a set. Absent matches
/// all.
struct SeriesFilter {
    std::optional<std::string> benchmark{}, test{}, metric{};
};

/// Selects jobs of a repository.
struct JobSelection {
    std::string repository{};
    SeriesFilter series{}; ///< restricts what is read of the jobs
    /// With a branch, a range or a time, jobs without a commit are not selected.
    HistoryFilter history{};
    std::optional<std::string> commit{}; ///< the full name of the only commit
};

struct JobFilter {
    std::optional<std::string> branch{}, commit{};
    std::optional<Status> status{};
    std::optional<Time> since{}; ///< when the job was stored
    std::uint64_t max_jobs = 1000;
};

struct JobLog {
    std::string output, error_output, build_log, engine_log;
    std::string files; ///< a JSON array: the results files, as in the manifest
};

struct HostInfo {
    std::string name, host_key, cpu, kernel;
    Time first_seen, last_seen; ///< start times of its runs
    /// numbers of its runs by the machine's verdict
    std::uint64_t clean = 0, suspect = 0, invalid = 0;
    friend bool operator==(const HostInfo&, const HostInfo&) = default;
};

/// How quiet a host was during one run.
struct HostFitness {
    Time at;
    Verdict verdict{};
    std::string reasons; ///< a JSON array like run.fitness.reasons in the manifest
};

struct StoredJob; // stored_jobs.hpp
using JobUse = std::function<void(const StoredJob&)>;
using PointsOfSeries = std::function<void(const SeriesInfo&, std::span<const Point>)>;
/// The points of one commit and of the other; either may be empty.
using PointsOfPair =
    std::function<void(const SeriesInfo&, std::span<const Point>, std::span<const Point>)>;

class HistoryReader;

/// Throws what Store throws. An unknown repository, series or job gives an empty result.
class Queries {
public:
    explicit Queries(std::unique_ptr<db::Database> database) : database_{std::move(database)} {}

    /// The repositories' names.
    [[nodiscard]] std::vector<std::string> repositories();

    /// Ancestors come before descendants. The order comes from stored parents, positions and times,
    /// so the repository itself is not needed.
    [[nodiscard]] std::vector<CommitInfo> commits(const std::string& repository,
                                                  const HistoryFilter& filter = {});

    [[nodiscard]] CommitNames names(const std::string& repository);

    /// Ordered by benchmark, test, metric, unit, direction.
    [[nodiscard]] std::vector<SeriesInfo> series(const std::string& repository,
                                                 const SeriesFilter& filter = {});

    [[nodiscard]] FormerNames former_names(const std::string& repository);

    /// Ordered by history, then by job name. Omits results without a commit.
    [[nodiscard]] std::vector<Point> history(const std::string& repository,
                                             std::int64_t series_id,
                                             const HistoryFilter& filter = {});

    /// history() of each series without samples, one series at a time. Memory grows with the jobs
    /// of the repository and the points of a few series.
    void for_each_history(const std::string& repository,
                          const SeriesFilter& series,
                          const HistoryFilter& filter,
                          const PointsOfSeries& use);

    /// Reads medians only, of one branch: history_reader.hpp. \pre these queries outlive the reader
    [[nodiscard]] HistoryReader read_history(const std::string& repository,
                                             const std::optional<std::string>& branch);

    /// The points of each series at the last commit that has any.
    void for_each_latest(const std::string& repository,
                         const SeriesFilter& series,
                         const HistoryFilter& filter,
                         const PointsOfSeries& use);

    /// Each series present in either commit, with the points of both. Takes full names.
    void for_each_pair(const std::string& repository,
                       const std::string& before,
                       const std::string& after,
                       const PointsOfPair& use);

    /// What people said about commits, the earliest first.
    [[nodiscard]] std::vector<Annotation> annotations(const std::string& repository);

    /// The jobs stored last, latest first.
    [[nodiscard]] std::vector<JobInfo> jobs(const std::string& repository,
                                            const JobFilter& filter = {});

    /// Nullopt if there is no such job.
    [[nodiscard]] std::optional<JobLog> log(const std::string& repository, const std::string& job);

    /// Ordered by name and host key.
    [[nodiscard]] std::vector<HostInfo> hosts();
    /// Ordered by time.
    [[nodiscard]] std::vector<HostFitness> host_fitness(const std::string& name,
                                                        const std::string& host_key);

    /// The database, for the other readers of this module.
    [[nodiscard]] db::Database& database() noexcept { return *database_; }

private:
    std::unique_ptr<db::Database> database_;
};

/// Opens the store for reading. Throws what open() in store.hpp throws.
[[nodiscard]] Queries open_queries(const Target& target);

} // namespace cb::store
