#pragma once

#include "command.hpp"
#include "display.hpp"
#include "forge_options.hpp"
#include "target_options.hpp"
#include "watch/watch.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace cb::cmd {

struct WatchOptions {
    std::vector<std::string> places; ///< repositories and project files
    watch::WatchRequest request;
    watch::BranchSelection branches;
    watch::PullSelection pulls;
    bool has_pulls = false;
    ForgeOptions forges;
    std::optional<watch::RevisionRange> range;
    std::optional<watch::Neighborhood> around;
    std::optional<std::string> commits; ///< the file that names them
    bool all = false;
    bool every_commit = false;
    bool reverse = false;
    std::optional<std::string> config_name;
    std::optional<WorkerName> worker;
    bool no_claim = false;
    Duration lease = std::chrono::minutes{15};
    TargetOptions target;
    OutputWish output = OutputWish::automatic;
};

/// All options of `cb watch`.
[[nodiscard]] std::vector<Group> describe_watch_options(WatchOptions& options);

/// What a pass looks at: a request for all repositories, and one for each configuration of a
/// project file.
struct WatchRequests {
    std::vector<watch::WatchRequest> requests;
    std::size_t wrong_files = 0; ///< project files with mistakes, which were logged
};

/// Reads the project files, and the commits that --commits names. Throws Error{usage}.
[[nodiscard]] WatchRequests make_requests(const WatchOptions& options, Io& io);

} // namespace cb::cmd
