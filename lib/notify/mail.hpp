#pragma once

#include "base/error.hpp"
#include "notify/channel.hpp"
#include "notify/comment.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::notify {

/// An address of mail, or the name of a local user: no blank, no control character, and no sign
/// that a mail server or sendmail gives a meaning to.
[[nodiscard]] Parsed<std::string> parse_mail_address(std::string_view text);

struct MailSettings {
    std::string program = "/usr/sbin/sendmail"; ///< takes what sendmail(8) of any mail server takes
    std::vector<std::string> to{};              ///< parse_mail_address()
    std::optional<std::string> from{};          ///< nullopt: whom the mail server names
};

/// Mail by the program sendmail. \pre somebody is in `to`
[[nodiscard]] std::unique_ptr<Channel>
make_mail_channel(MailSettings settings, When when, const Templates& templates);

} // namespace cb::notify
