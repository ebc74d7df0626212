#pragma once

#include "base/time.hpp"
#include "db/database.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

/// Baselines: commits that people compare with. Nothing of them is ever pruned.
namespace cb::store {

/// The commits from `first` to `last`, both included, in the order of history.
struct Baseline {
    std::string name;        ///< unique in its repository
    std::string first, last; ///< full names; equal for a single commit
    std::string created_by;
    Time created_at;
    std::string reason;
    friend bool operator==(const Baseline&, const Baseline&) = default;
};

/// Throws what Store throws.
class Baselines {
public:
    /// Throws what open() in store.hpp throws.
    Baselines(const Target& target, db::Access access);

    /// Ordered by name; empty for an unknown repository.
    [[nodiscard]] std::vector<Baseline> list(const std::string& repository);

    /// Durable on return. A baseline of the same name is replaced. Throws Error{usage} if the name
    /// is empty or has more than 200 bytes, if the store does not know one of the commits, or if
    /// `last` comes before `first`.
    void pin(const std::string& repository, const Baseline& baseline);

    /// Durable on return. Throws Error{usage} if there is no such baseline.
    void unpin(const std::string& repository, const std::string& name);

private:
    std::unique_ptr<db::Database> database_;
};

/// The ids of the commits that the baselines of a repository keep.
[[nodiscard]] std::unordered_set<std::int64_t> pinned_commits(db::Transaction& transaction,
                                                              std::int64_t repository_id);

} // namespace cb::store
