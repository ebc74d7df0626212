#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace cb::git {

/// The address of a repository that git can fetch, as git-clone(1) describes under "GIT URLS":
/// https://, http://, ssh://, git:// and file://, or [user@]host:path for ssh. Other transports,
/// such as ext::, which runs a command, are refused.
class RemoteUrl {
public:
    [[nodiscard]] static Parsed<RemoteUrl> parse(std::string_view text);

    /// Whether the text is meant as an address rather than as a path.
    [[nodiscard]] static bool is_like(std::string_view text);

    /// With its credentials.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// Without them, for messages.
    [[nodiscard]] std::string shown() const { return without_credentials(text_); }

    /// `message` without the credentials of this address.
    [[nodiscard]] std::string without_credentials(std::string message) const;

    /// The last part of the path, in ASCII letters, digits, '.', '_' and '-'; may be empty.
    [[nodiscard]] std::string base_name() const;

private:
    explicit RemoteUrl(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

} // namespace cb::git
