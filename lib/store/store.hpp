#pragma once

#include "base/time.hpp"
#include "db/database.hpp"
#include "manifest/known_job.hpp"
#include "manifest/manifest.hpp"
#include "store/target.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cb::store {

/// What became of a manifest.
enum class Put {
    added,         ///< its run is the one that counts of its job, and was not stored before
    replaced,      ///< it is a newer reading of a run that was stored
    already_there, ///< the job stays as it was
};

/// One number of the store and all that says what it is. Texts are as in the manifest, except that
/// U+FFFD stands for what a database cannot hold (storable.hpp).
struct Sample {
    std::string repository;
    std::optional<std::string> commit; ///< full hexadecimal name
    std::optional<std::string> branch;
    std::optional<Time> committed_at;
    std::optional<std::uint64_t> position; ///< Source::position
    std::vector<std::string> parents;      ///< full hexadecimal names
    std::string benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
    /// "sample", or the summary's name of it: "min", "avg", "max", …
    std::string statistic;
    double value = 0;
    std::string job;
    Status status = Status::ok;
    std::string worker;   ///< "" where none was named
    std::string host_key; ///< "" where the job did not run under cb
    std::optional<Open<Verdict>>
        verdict;        ///< of the machine during the run; none where there was no run
    std::string config; ///< Config::name
    friend bool operator==(const Sample&, const Sample&) = default;
};

/// The jobs that were run and what they said. Several processes may use one database at once.
///
/// Everything throws Error{unavailable} when the database cannot be reached or stays locked,
/// Error{system} when it cannot be written, Error{bad_input} when it is damaged or takes none of
/// such data. Messages name the database and never hold a password.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// "sqlite" or "postgres".
    [[nodiscard]] virtual std::string_view backend() const noexcept = 0;

    /// What is stored of these works: an entry for each job that came from the work, and for a job
    /// that has that name itself. A work without an entry is not stored.
    [[nodiscard]] virtual std::vector<KnownJob> known(std::span<const JobId> works) = 0;

    /// Stores the manifests in one transaction, all or none; durable when it returns. Says for
    /// each what became of it. Of the runs of a job one counts, and of a run its newest reading, as
    /// reading.hpp says; so a manifest that is stored twice changes nothing.
    [[nodiscard]] std::vector<Put> put(std::span<const Manifest> manifests);

    /// Calls `use` for every sample and summary of the runs that count, in memory bounded by the
    /// eight largest jobs, ordered by repository, position, committed_at, commit, job, benchmark,
    /// test, metric, unit, direction; the samples in the order in which they were printed, then the
    /// summary. Texts are ordered by their bytes. Commits without a position come before the
    /// others, results without a commit after them; a time that is not known comes last. \pre `use`
    /// does not use this Store
    virtual void for_each_sample(const std::function<void(const Sample&)>& use) = 0;

private:
    /// As put(), with pointers to what outlives the call.
    virtual std::vector<Put> put_batch(std::span<const Manifest* const> manifests) = 0;
};

using db::Access;

/// Throws Error{usage} for a connection that libpq cannot understand, Error{bad_input} for what is
/// no database of cb or, to read, not there, Error{unavailable} for one of a newer cb, and as
/// Store.
[[nodiscard]] std::unique_ptr<Store> open(const Target& target, Access access);

} // namespace cb::store
