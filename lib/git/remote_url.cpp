#include "git/remote_url.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::git {

namespace {

constexpr std::size_t max_url_bytes = 2000;
constexpr std::string_view scheme_mark = "://";
constexpr std::array<std::string_view, 5> schemes{"https", "http", "ssh", "git", "file"};

/// "user:password@" of "scheme://user:password@host/path"; empty if absent. The user of ssh is no
/// secret, but that of https may be a token.
std::string_view credentials_of(std::string_view url)
{
    const auto mark = url.find(scheme_mark);
    if (mark == std::string_view::npos) {
        return {};
    }
    const auto authority = url.substr(mark + scheme_mark.size());
    const auto end = authority.find('/');
    const auto at = authority.substr(0, end).rfind('@');
    const auto user =
        at == std::string_view::npos ? std::string_view{} : authority.substr(0, at + 1);
    return url.starts_with("http") || user.find(':') != std::string_view::npos ? user
                                                                               : std::string_view{};
}

} // namespace

bool RemoteUrl::is_like(std::string_view text)
{
    return text.find(scheme_mark) != std::string_view::npos ||
           text.find("::") != std::string_view::npos || text.find(':') < text.find('/');
}

Parsed<RemoteUrl> RemoteUrl::parse(std::string_view text)
{
    const auto shown = printable(text, 200);
    if (text.size() > max_url_bytes) {
        return tl::unexpected{fmt::format("an address has at most {} bytes", max_url_bytes)};
    }
    const bool has_control = std::any_of(
        text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
    const auto mark = text.find(scheme_mark);
    const auto colon = text.find(':');
    if (has_control || text.starts_with('-') || colon == std::string_view::npos) {
        return tl::unexpected{fmt::format("\"{}\" is not the address of a repository", shown)};
    }
    if (mark != colon) { // host:path
        const auto host = text.substr(0, colon);
        const auto path = text.substr(colon + 1);
        const bool is_of_ssh = !host.empty() && host.find('/') == std::string_view::npos &&
                               host.find("@-") == std::string_view::npos && !path.empty() &&
                               !path.starts_with(':') && !path.starts_with('-');
        return is_of_ssh ? Parsed<RemoteUrl>{RemoteUrl{std::string{text}}}
                         : tl::unexpected{
                               fmt::format("\"{}\" is not the address of a repository", shown)};
    }
    if (std::find(schemes.begin(), schemes.end(), text.substr(0, mark)) == schemes.end()) {
        return tl::unexpected{
            fmt::format("cb fetches by https, http, ssh, git and file, not by \"{}\"",
                        printable(text.substr(0, mark), 40))};
    }
    const auto rest = text.substr(mark + scheme_mark.size());
    const bool has_place = !rest.empty() && (rest.front() != '/' || text.starts_with("file:"));
    if (!has_place) {
        return tl::unexpected{fmt::format("\"{}\" names no host", shown)};
    }
    return RemoteUrl{std::string{text}};
}

std::string RemoteUrl::without_credentials(std::string message) const
{
    const auto secret = credentials_of(text_);
    if (secret.empty()) {
        return message;
    }
    for (auto at = message.find(secret); at != std::string::npos; at = message.find(secret, at)) {
        message.erase(at, secret.size());
    }
    return message;
}

std::string RemoteUrl::base_name() const
{
    std::string_view path = text_;
    for (const std::string_view end : {"/", ".git", "/"}) { // "index.git/" and "index/.git"
        while (path.ends_with(end)) {
            path.remove_suffix(end.size());
        }
    }
    std::string name{path.substr(path.find_last_of("/:") + 1)};
    const auto is_other = [](unsigned char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '.' || c == '_' || c == '-');
    };
    name.erase(std::remove_if(name.begin(), name.end(), is_other), name.end());
    constexpr std::size_t max_name_bytes = 100;
    return name.substr(0, max_name_bytes);
}

} // namespace cb::git
