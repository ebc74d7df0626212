#pragma once

#include "base/quantity.hpp"
#include "claims/holder.hpp"
#include "store/claims.hpp"
#include "watch/job_claims.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cb::claims {

/// The claims of one pass of `cb watch`. Connects to the store, and starts the keeper
/// (keeper.hpp), when there is something to claim. If no other process reads what this one writes,
/// because its parent does (`jobs=$(cb watch .)`), nothing is claimed: nobody works on it yet.
/// Every function throws as store::Claims.
class PassClaims final : public watch::JobClaims {
public:
    PassClaims(store::Target target, Duration lease);

    [[nodiscard]] std::vector<std::string> held(std::span<const ClaimableJob> jobs) override;
    [[nodiscard]] std::vector<std::string> take(std::span<const ClaimableJob> jobs) override;
    void release(std::span<const ClaimableJob> jobs) override;

private:
    [[nodiscard]] store::Claims& claims();
    void find_processes();
    void start_keeper() const;
    /// Whether the holder of a stored claim is gone.
    [[nodiscard]] bool is_gone(std::string_view holder) const;

    store::Target target_;
    Place place_ = Place::here();
    store::Claimant claimant_;
    std::vector<host::ProcessKey> processes_{}; ///< of the pipeline
    std::optional<store::Claims> claims_{};
    bool is_alone_ = false; ///< no other process belongs to the pipeline
    bool has_keeper_ = false;
};

} // namespace cb::claims
