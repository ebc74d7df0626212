#pragma once

#include "net/client.hpp"
#include "net/secret.hpp"
#include "notify/channel.hpp"
#include "notify/comment.hpp"

#include <memory>
#include <optional>

/// Receivers who are told of a commit once.
namespace cb::notify {

/// An incoming webhook of Slack, or of a chat that understands the same (Mattermost, Rocket.Chat).
/// The address is the secret. Throws Error{usage} if it is no address. The client must outlive the
/// channel.
[[nodiscard]] std::unique_ptr<Channel> make_slack_channel(const net::Secret& address,
                                                          When when,
                                                          const Templates& templates,
                                                          net::Client& client);

/// A webhook that receives the JSON of to_json(). With a key, the header X-CB-Signature is
/// "sha256=" and the HMAC of the body.
[[nodiscard]] std::unique_ptr<Channel> make_webhook_channel(const net::Secret& address,
                                                            std::optional<net::Secret> key,
                                                            When when,
                                                            net::Client& client);

} // namespace cb::notify
