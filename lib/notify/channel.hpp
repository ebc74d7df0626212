#pragma once

#include "net/client.hpp"
#include "notify/message.hpp"

#include <optional>
#include <string>

namespace cb::notify {

/// What a channel says, before it is sent.
struct Notice {
    std::string subject; ///< about what: "commit HASH", "pull 7"; a later one about it replaces it
    std::string method;  ///< "POST", or "sendmail"
    std::string address; ///< without secrets
    std::string project; ///< of a forge: "owner/name"
    std::string body;    ///< all that is said, so equal bodies need not be sent twice
};

/// Someone who is told.
class Channel {
public:
    Channel() = default;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;
    virtual ~Channel() = default;

    /// The same in every run of the program, and different for different receivers:
    /// "github-status cb/benchmarks". Has no secrets.
    [[nodiscard]] virtual std::string name() const = 0;

    /// Nullopt if the message is not for this channel. Sends nothing.
    [[nodiscard]] virtual std::optional<Notice> compose(const Message& message) = 0;

    /// Sends it, and returns what the receiver calls it. `remote_id` is what it called the last one
    /// about this subject, which it replaces. Throws Error{usage} if another try would not help,
    /// net::RateLimited, other errors, and Interrupted.
    [[nodiscard]] virtual std::optional<std::string>
    send(const Notice& notice, const std::optional<std::string>& remote_id) = 0;
};

} // namespace cb::notify
