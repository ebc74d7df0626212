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
    std::uint64_t replaced = 0; ///< newer readings of runs that were stored
    std::uint64_t already_there = 0;
    std::uint64_t failed_jobs = 0; ///< of these three, the jobs that had failed
    std::uint64_t recovered = 0;   ///< of these three, the jobs that came out of the spool
    std::uint64_t refused = 0;     ///< not stored: jobs that were not measured and did not fail
};

/// Opens the database; called again after it was lost.
using Opener = std::function<std::unique_ptr<Store>()>;
/// Called for each manifest once it is durable, with its `store` member.
using OnStored = std::function<void(const Manifest&)>;

/// Stores first what the spool holds, then every manifest of `in` as soon as it comes: those that
/// are there at once are stored together, and none waits for the next.
///
/// What cannot be stored goes to the spool; the rest is read and tried on. At the end the problem
/// is thrown, unless the spool could be emptied since. Throws what `open` throws for a database
/// that is none of cb, or a wrong connection, before anything is read; Interrupted, with nothing
/// in hand; Error{system} when the spool cannot be written.
StoreSummary store_all(ManifestReader& in,
                       const Opener& open,
                       const Spool& spool,
                       const OnStored& on_stored,
                       Log& log);

} // namespace cb::store
