#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace cb::net {

/// An address with the scheme http or https (RFC 3986), without user name, password and fragment.
class Url {
public:
    [[nodiscard]] static Parsed<Url> parse(std::string_view text);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// Scheme, host and port, if it is not the scheme's own: "https://api.github.com". Two
    /// addresses with the same origin belong to the same server. Messages name this part only,
    /// because the path of a webhook is a secret.
    [[nodiscard]] const std::string& origin() const noexcept { return origin_; }
    /// Without the port.
    [[nodiscard]] const std::string& host() const noexcept { return host_; }
    [[nodiscard]] bool is_encrypted() const { return text_.starts_with("https:"); }

    /// The address that `reference` means here, absolute or relative (RFC 3986, section 5).
    [[nodiscard]] Parsed<Url> resolve(std::string_view reference) const;

    /// This address, whose path is a directory, followed by a path and a query that are encoded
    /// already: "/repos/a/b/pulls?state=open". Throws Error{usage} if that is no address.
    [[nodiscard]] Url below(std::string_view path) const;

    friend bool operator==(const Url& a, const Url& b) { return a.text_ == b.text_; }

private:
    Url() = default;
    [[nodiscard]] static Parsed<Url> parse_at(std::string_view base, std::string_view text);

    std::string text_, origin_, host_;
};

/// `text` for a part of a path or a query: every byte that is not unreserved in RFC 3986 is
/// encoded, also '/'.
[[nodiscard]] std::string percent_encode(std::string_view text);

} // namespace cb::net
