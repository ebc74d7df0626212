#pragma once

#include "base/ids.hpp"
#include "base/time.hpp"
#include "manifest/sections.hpp"

#include <cstdint>
#include <string>

namespace cb {

/// What the store knows of a job that answers for a work: enough to decide whether it is due again.
struct KnownJob {
    JobId work; ///< as it was asked for
    Status status{};
    Fault fault{};           ///< this and the rest only count where it failed
    std::string reason{};    ///< Failure::reason
    std::uint64_t tries = 0; ///< runs of the job that failed by the same fault
    Time last_try{};         ///< when the last of all its runs was stored
    friend bool operator==(const KnownJob&, const KnownJob&) = default;
};

} // namespace cb
