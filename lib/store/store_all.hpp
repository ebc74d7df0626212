#pragma once

#include "base/log.hpp"
#include "manifest/stream.hpp"
#include "store/spool.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace cb::store {

struct StoreSummary {
    std::uint64_t added = 0;
    std::uint64_t replaced = 0; ///< newer readings of runs already stored
    std::uint64_t already_there = 0;
    std::uint64_t failed_jobs = 0; ///< jobs among these three that failed
    std::uint64_t recovered = 0;   ///< jobs among these three that came from the spool
    std::uint64_t aliases = 0;     ///< added
    std::uint64_t refused = 0;     ///< not stored: jobs with neither results nor a failure
};

/// Opens the database; called again after the connection is lost.
using Opener = std::function<std::unique_ptr<Store>()>;
/// Called for each manifest once it is durable, with its `store` member.
using OnStored = std::function<void(const Manifest&)>;

/// Stores the spool first, then each manifest of `in` as soon as it arrives. Manifests that are
/// available together are stored together; no manifest waits for the next one.
///
/// Aliases are stored at the end, after all jobs.
///
/// What cannot be stored goes to the spool, and reading continues. At the end the problem
/// is thrown, unless the spool has been emptied. If the database was not created by cb, or the
/// connection settings are wrong, throws what `open` throws before anything is read. Throws
/// Interrupted when no manifest is pending, and Error{system} if the spool cannot be written.
StoreSummary store_all(ManifestReader& in,
                       const Opener& open,
                       const Spool& spool,
                       const OnStored& on_stored,
                       Log& log);

} // namespace cb::store
