#pragma once

#include "net/forge.hpp"
#include "notify/chat_channels.hpp"
#include "notify/forge.hpp"
#include "notify/mail.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Everybody who is told.
namespace cb::notify {

struct ReceiverSettings {
    std::string name = "benchmarks"; ///< of the statuses and comments: parse_name()
    net::ForgeAccess forges;
    std::optional<std::string> project{}; ///< the repository of all jobs on the forge
    std::optional<net::Secret> slack{}, webhook{};
    std::optional<net::Secret> webhook_key{};
    MailSettings mail{}; ///< nobody in `to`: no mail
    When when = When::regression;
    Templates templates = Templates::standard();
};

/// Letters, digits, '-', '_', '.' and '/', at most 60.
[[nodiscard]] Parsed<std::string> parse_name(std::string_view text);

/// The channels of the settings, and what they share.
class Receivers {
public:
    /// `log` must outlive this object. Asks nobody. Throws Error{usage} if a setting is wrong.
    Receivers(ReceiverSettings settings, Log& log);
    Receivers(const Receivers&) = delete;
    Receivers& operator=(const Receivers&) = delete;

    /// May be empty.
    [[nodiscard]] const std::vector<std::unique_ptr<Channel>>& channels() const noexcept
    {
        return channels_;
    }

private:
    void add_forges(Log& log);
    [[nodiscard]] std::optional<std::string> project_of(ForgeKind kind) const;
    void add_forge(ForgeKind kind, ForgeSettings::Elsewhere elsewhere, Log& log);

    ReceiverSettings settings_;
    net::Client client_;
    std::vector<std::unique_ptr<ForgeApi>> forges_{};
    std::vector<std::unique_ptr<Channel>> channels_{};
};

} // namespace cb::notify
