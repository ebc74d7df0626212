#pragma once

#include "base/log.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "manifest/alias_record.hpp"
#include "manifest/known_job.hpp"
#include "manifest/manifest.hpp"
#include "store/annotations.hpp"
#include "store/target.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cb::store {

/// What happened to a manifest.
enum class Put {
    added,         ///< its run is new, and is the one that counts for its job
    replaced,      ///< it is a newer reading of a stored run
    already_there, ///< the job did not change
};

/// One stored number with its full context. Texts equal those in the manifest, except that U+FFFD
/// replaces what a database cannot hold (storable.hpp).
struct Sample {
    std::string repository;
    std::optional<std::string> commit; ///< full hexadecimal name
    std::optional<std::string> branch;
    std::optional<Time> committed_at;
    std::optional<std::uint64_t> position; ///< Source::position
    std::vector<std::string> parents;      ///< full hexadecimal names
    std::string benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
    /// "sample", or the summary's name for it: "min", "avg", "max", …
    std::string statistic;
    double value = 0;
    std::string job;
    Status status = Status::ok;
    std::string worker;   ///< "" where none was named
    std::string host_key; ///< "" where the job did not run under cb
    std::optional<Open<Verdict>>
        verdict;        ///< on the machine during the run; nullopt if there was no run
    std::string config; ///< Config::name
    friend bool operator==(const Sample&, const Sample&) = default;
};

/// The jobs that ran, and their results. Several processes may use one database at once.
///
/// Every function throws Error{unavailable} if the database is unreachable or stays locked,
/// Error{system} if it cannot be written, and Error{bad_input} if it is damaged or rejects the
/// data. Messages name the database and never include a password.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    /// "sqlite" or "postgres".
    [[nodiscard]] virtual std::string_view backend() const noexcept = 0;

    /// What is stored for these works: one entry per job that came from the work, and per job with
    /// that identity itself. A work without an entry is not stored.
    [[nodiscard]] virtual std::vector<KnownJob> known(std::span<const JobId> works) = 0;

    /// When the last pass after `after` asked for a job of this project and configuration that is
    /// stored, and did not fail by the machine's fault.
    [[nodiscard]] virtual std::optional<Time>
    find_last_pass(const std::string& repository, const std::string& config, Time after) = 0;

    /// Stores the manifests in one transaction; durable on return. Returns what happened to each.
    /// One run counts per job, and the newest reading per run (reading.hpp), so storing a manifest
    /// twice changes nothing.
    [[nodiscard]] std::vector<Put> put(std::span<const Manifest> manifests);

    /// Calls `use` for each sample and summary of the runs that count. Memory is bounded by the
    /// eight largest jobs. The order is repository, position, committed_at, commit, job, benchmark,
    /// test, metric, unit, direction; then the samples in the order printed, then the summary.
    /// Texts are ordered by their bytes. Commits without a position come before the others, and
    /// results without a commit after them; an unknown time comes last. \pre `use` does not use
    /// this Store
    virtual void for_each_sample(const std::function<void(const Sample&)>& use) = 0;

    /// Adds what people said, in one transaction; durable on return. Throws Error{usage} if the
    /// repository or a commit is not stored.
    virtual void annotate(const std::string& repository,
                          std::span<const Annotation> annotations) = 0;

    /// Adds aliases that another store had, in one transaction; durable on return. Logs what it
    /// leaves out (alias_records.hpp). Returns how many are new.
    virtual std::uint64_t put_aliases(std::span<const AliasRecord> aliases, Log& log) = 0;

    /// Tells the database's query planner how large the tables are, if put() has added so much
    /// since the last call that it may be wrong by half: analyze.hpp.
    virtual void update_statistics() = 0;

private:
    /// Like put(), with pointers to manifests that outlive the call.
    virtual std::vector<Put> put_batch(std::span<const Manifest* const> manifests) = 0;
};

using db::Access;

/// Throws Error{usage} if libpq does not understand the connection string, Error{bad_input} if the
/// database was not created by cb or, for reading, does not exist, Error{unavailable} if a newer cb
/// created it, and what Store throws.
/// `on_migration` receives the progress of a migration.
[[nodiscard]] std::unique_ptr<Store>
open(const Target& target, Access access, const db::OnMigration& on_migration = {});

} // namespace cb::store
