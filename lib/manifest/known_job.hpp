#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "manifest/sections.hpp"

#include <cstdint>
#include <string>

namespace cb {

/// What the store knows of a job created for a work: enough to decide whether the work is due
/// again.
struct KnownJob {
    JobId work; ///< as requested
    Status status{};
    Fault fault{};           ///< this and the rest are meaningful only if it failed
    std::string reason{};    ///< Failure::reason
    std::uint64_t tries = 0; ///< runs of the job that failed with the same fault
    Time last_try{};         ///< when its most recent run was stored
    friend bool operator==(const KnownJob&, const KnownJob&) = default;
};

} // namespace cb
