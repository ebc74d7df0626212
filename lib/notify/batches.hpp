#pragma once

#include "base/log.hpp"
#include "notify/notify.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cb::notify {

/// A commit that jobs are of, or the head of a pull request.
struct Subject {
    Source source;     ///< of the last of its jobs; has a commit
    std::string story; ///< a manifest without results that has it
};

/// Reads a story. Nullopt if it is damaged.
[[nodiscard]] std::optional<Subject> read_story(const std::string& story);

/// Calls `use` with the subjects of jobs that arrive together: until none arrives for some seconds,
/// or the input ends. Passes over jobs without a commit, of changed work trees, of commits before
/// `since`, and of other repositories than the request's, and logs their number. Throws Interrupted
/// after `use` has got what was read.
void for_each_batch(const JobInput& input,
                    const NotifyRequest& request,
                    const std::function<void(const std::vector<Subject>&)>& use,
                    Log& log);

} // namespace cb::notify
