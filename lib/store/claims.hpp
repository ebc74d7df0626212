#pragma once

#include "base/quantity.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "manifest/claimable_job.hpp"
#include "store/target.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which pass of `cb watch` works on which job, so that two never take one. A claim ends when its
/// job is stored (batch.cpp), when its pass releases it, when its processes are gone, or when its
/// lease is over.
namespace cb::store {

/// Who claims.
struct Claimant {
    std::string pass;   ///< a name that only this pass has
    std::string worker; ///< the machine, for people
    std::string holder; ///< the processes, as is_gone() reads them
    Duration lease{};   ///< how long the claims last unless they are renewed
};

/// A stored claim. Its texts are untrusted.
struct Claim {
    std::string repository, work, pass, worker, config, holder;
    std::optional<std::string> commit;
    Time claimed_at{}, lease_ends_at{};
    bool is_over = false; ///< the lease has ended
};

/// Whether the processes of a claim are known to have ended, by Claim::holder.
using IsGone = std::function<bool(std::string_view holder)>;

/// The claims of a database. Every function throws as Store.
class Claims {
public:
    explicit Claims(std::unique_ptr<db::Database> database) : database_{std::move(database)} {}

    /// The works among these that another pass holds: its lease is not over, and its processes are
    /// not gone.
    [[nodiscard]] std::vector<std::string>
    held(std::span<const ClaimableJob> jobs, std::string_view pass, const IsGone& is_gone);

    /// Claims each of these jobs that no other pass holds. Returns their works. Durable on return.
    [[nodiscard]] std::vector<std::string>
    take(std::span<const ClaimableJob> jobs, const Claimant& claimant, const IsGone& is_gone);

    /// Extends the leases of the pass from now on, and replaces the holder. Returns the number of
    /// its claims.
    std::int64_t renew(const Claimant& claimant);

    /// Gives back all that the pass holds. Returns the number of its claims.
    std::int64_t release(std::string_view pass);
    /// Gives back all that this worker holds. Returns their number.
    std::int64_t release_worker(std::string_view worker);
    /// Gives back these, if the pass holds them.
    void release(std::span<const ClaimableJob> jobs, std::string_view pass);

    /// All claims, by repository and age.
    [[nodiscard]] std::vector<Claim> list();

private:
    std::unique_ptr<db::Database> database_;
};

/// Opens the store for its claims. Throws as open() of store.hpp.
[[nodiscard]] Claims open_claims(const Target& target, db::Access access);

} // namespace cb::store
