#pragma once

#include "base/time.hpp"
#include "manifest/manifest.hpp"
#include "store/target.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cb::store {

/// What became of a manifest.
enum class Put { added, already_there };

/// One number of the store and all that says what it is. Texts are as in the manifest, except that
/// U+FFFD stands for what a database cannot hold (storable.hpp).
struct Sample {
    std::string repository;
    std::optional<std::string> commit; ///< full hexadecimal name
    std::optional<std::string> branch;
    std::optional<Time> committed_at;
    std::string benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
    /// "sample", or the summary's name of it: "min", "avg", "max", …
    std::string statistic;
    double value = 0;
    std::string job;
    Status status = Status::ok;
    std::string worker;   ///< "" where none was named
    std::string host_key; ///< "" where the job did not run under cb
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

    /// Which of the jobs are stored, whatever their status.
    [[nodiscard]] virtual std::set<JobId> known(std::span<const JobId> jobs) = 0;

    /// Stores the manifests in one transaction, all or none; durable when it returns. Says for
    /// each what became of it. A job that is there already is left as it is.
    [[nodiscard]] std::vector<Put> put(std::span<const Manifest> manifests);

    /// Calls `use` for every sample and summary in memory bounded by the largest job, ordered
    /// by repository, committed_at, commit, job, benchmark, test, metric, unit, direction; the
    /// samples in the order in which they were printed, then the summary. Texts are ordered by
    /// their bytes; what is not known comes last. \pre `use` does not use this Store
    virtual void for_each_sample(const std::function<void(const Sample&)>& use) = 0;

private:
    /// As put(). \pre no job is twice in `manifests`
    virtual std::vector<Put> put_distinct(std::span<const Manifest* const> manifests) = 0;
};

/// How a store is opened.
enum class Access {
    read,  ///< it must be there, and nothing is changed
    write, ///< made where there is none, and brought to the schema of this program
};

/// Throws Error{usage} for a connection that libpq cannot understand, Error{bad_input} for what is
/// no database of cb or, to read, not there, Error{unavailable} for one of a newer cb, and as
/// Store.
[[nodiscard]] std::unique_ptr<Store> open(const Target& target, Access access);

} // namespace cb::store
