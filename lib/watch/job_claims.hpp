#pragma once

#include "manifest/claimable_job.hpp"

#include <span>
#include <string>
#include <vector>

namespace cb::watch {

/// What other passes of `cb watch` work on. Works are given as texts of JobIds.
class JobClaims {
public:
    JobClaims() = default;
    JobClaims(const JobClaims&) = delete;
    JobClaims& operator=(const JobClaims&) = delete;
    virtual ~JobClaims() = default;

    /// The works among these that another pass holds.
    [[nodiscard]] virtual std::vector<std::string> held(std::span<const ClaimableJob> jobs) = 0;
    /// Takes these jobs. Returns the works that this pass got.
    [[nodiscard]] virtual std::vector<std::string> take(std::span<const ClaimableJob> jobs) = 0;
    /// Gives back jobs that this pass took.
    virtual void release(std::span<const ClaimableJob> jobs) = 0;
};

} // namespace cb::watch
