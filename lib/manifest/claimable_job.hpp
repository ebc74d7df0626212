#pragma once

#include "base/ids.hpp"

#include <optional>
#include <string>

namespace cb {

/// A due job, as described when a pass of `cb watch` claims it.
struct ClaimableJob {
    JobId work;             ///< the identity that `cb watch` gives it
    std::string repository; ///< Source::repo
    std::optional<CommitId> commit;
    std::string config; ///< Config::name
};

} // namespace cb
