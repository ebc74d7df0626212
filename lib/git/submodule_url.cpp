#include "git/submodule_url.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace cb::git {

namespace {

/// The parts of an address; views of its text.
struct Parts {
    std::string_view scheme; ///< "ssh" also for host:path
    std::string_view server; ///< host and port, without the user
    std::size_t path = 0;    ///< where the path begins
};

Parts split(std::string_view url)
{
    constexpr std::string_view mark = "://";
    Parts parts;
    const auto at = url.find(mark);
    const auto start = at == std::string_view::npos ? 0 : at + mark.size();
    parts.path = at == std::string_view::npos ? url.find(':') + 1
                                              : std::min(url.find('/', start), url.size());
    parts.scheme = at == std::string_view::npos ? "ssh" : url.substr(0, at);
    const auto end = at == std::string_view::npos ? parts.path - 1 : parts.path;
    const auto authority = url.substr(start, end - start);
    parts.server = authority.substr(authority.rfind('@') + 1); // npos + 1 is 0
    return parts;
}

/// The text before the last part of the path; nullopt if the path has no part left.
std::optional<std::string_view> without_last_part(std::string_view url, std::size_t path)
{
    const auto slash = url.rfind('/');
    if (slash != std::string_view::npos && slash >= path) {
        return url.substr(0, slash);
    }
    return url.size() > path ? std::optional{url.substr(0, path)} : std::nullopt;
}

/// Nullopt if it leads out of the server.
std::optional<std::string> join(std::string_view base, std::string_view relative)
{
    const auto path = split(base).path;
    while (base.ends_with('/') && base.size() > path) {
        base.remove_suffix(1);
    }
    for (;;) {
        if (relative.starts_with("./")) {
            relative.remove_prefix(2);
        } else if (relative.starts_with("../")) {
            const auto shorter = without_last_part(base, path);
            if (!shorter) {
                return std::nullopt;
            }
            base = *shorter;
            relative.remove_prefix(3);
        } else {
            break;
        }
    }
    const bool is_joined = base.ends_with('/') || base.ends_with(':');
    return fmt::format("{}{}{}", base, is_joined ? "" : "/", relative);
}

std::string_view directory_of(std::string_view url)
{
    while (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    return url.substr(0, url.rfind('/') + 1);
}

bool is_allowed(std::string_view parent, std::string_view url)
{
    const auto from = split(parent);
    const auto to = split(url);
    if (from.scheme == "file" || to.scheme == "file") {
        return url.starts_with(directory_of(parent)) && url.find("/../") == std::string_view::npos;
    }
    const bool is_protected = to.scheme == "https" || to.scheme == "ssh";
    return from.server == to.server && (from.scheme == to.scheme || is_protected);
}

} // namespace

Parsed<RemoteUrl> resolve_submodule_url(const RemoteUrl& parent, std::string_view url)
{
    const bool is_relative = url.starts_with("./") || url.starts_with("../");
    const auto text = is_relative ? join(parent.text(), url) : std::optional{std::string{url}};
    if (!text) {
        return tl::unexpected{fmt::format("\"{}\" leads out of the server", printable(url, 200))};
    }
    return RemoteUrl::parse(*text).and_then([&](RemoteUrl found) -> Parsed<RemoteUrl> {
        if (!is_allowed(parent.text(), found.text())) {
            return tl::unexpected{
                fmt::format("{} is not on the server of the repository, and a commit must not "
                            "choose where this machine connects to",
                            printable(found.shown(), 200))};
        }
        return found;
    });
}

} // namespace cb::git
