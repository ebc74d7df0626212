#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Untrusted texts for those who show them.
namespace cb::notify {

/// The first `max_characters` characters (code points) of one line, safe for a terminal; "…" at the
/// end if more is cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t max_characters);

/// For Slack's "mrkdwn": the three characters that Slack gives a meaning to are escaped, so that
/// nothing becomes a link, a mention or <!channel>.
[[nodiscard]] std::string to_slack(std::string_view text);

/// An encoded word of RFC 2047, folded, if the text has more than printable ASCII.
[[nodiscard]] std::string to_mail_header(std::string_view text);

/// RFC 4648, section 4, in lines of 76 characters, as mail wants it.
[[nodiscard]] std::string to_base64_lines(std::string_view bytes);

} // namespace cb::notify
