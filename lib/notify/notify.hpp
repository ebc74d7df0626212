#pragma once

#include "base/log.hpp"
#include "manifest/stream.hpp"
#include "notify/channel.hpp"
#include "notify/judge.hpp"
#include "store/notices.hpp"
#include "store/queries.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// Tells people what the store says of the jobs that a stream of manifests names.
namespace cb::notify {

using Channels = std::span<const std::unique_ptr<Channel>>;

struct NotifyRequest {
    JudgeOptions judging{};
    std::optional<std::string> repository{}; ///< jobs of others are passed over; nullopt: no job is
    /// Commits that are older are not told: people are not disturbed by a history that is filled.
    std::optional<Time> since{};
    store::Refusals refusals = store::Refusals::respect;
    /// How long it is tried to tell something.
    Duration max_pending = std::chrono::hours{7 * 24};
};

struct NotifySummary {
    std::uint64_t told = 0;
    std::uint64_t said = 0;    ///< told before
    std::uint64_t pending = 0; ///< the next call tells them
    std::uint64_t refused = 0;
};

/// The jobs of the input, read so that jobs which arrive together are told together.
struct JobInput {
    int fd;
    ManifestReader& reader;
};

/// Tells what is pending from earlier calls, then each commit of the input as soon as no more of
/// its jobs arrive. What cannot be told is kept in the store, with one warning per channel. Throws
/// what Queries and Notices throw, and Interrupted.
NotifySummary tell_all(const JobInput& input,
                       store::Queries& queries,
                       store::Notices& notices,
                       Channels channels,
                       const NotifyRequest& request,
                       Log& log);

/// Passes what would be told of the input to `write`, a line of JSON each. Tells nothing, and does
/// not ask what was told.
void preview_all(const JobInput& input,
                 store::Queries& queries,
                 Channels channels,
                 const NotifyRequest& request,
                 const std::function<void(const std::string&)>& write,
                 Log& log);

} // namespace cb::notify
