#include "base/utf8.hpp"
#include "git/handle.hpp"
#include "git/repository.hpp"

#include <git2.h>

#include <algorithm>

/// The name of a repository.
namespace cb::git {

namespace {

constexpr std::size_t longest_name = 255;

/// The text after the first `mark`; empty if there is none.
std::string_view behind(std::string_view text, std::string_view mark)
{
    const auto at = text.find(mark);
    return at == std::string_view::npos ? std::string_view{} : text.substr(at + mark.size());
}

/// The path on the host in "scheme://user:password@host:port/path" or "user@host:path"
/// (git-clone(1), "GIT URLS"); empty for a local path. Treats everything up to the last '@' as
/// credentials, because a carelessly written password may contain slashes.
std::string_view path_on_host(std::string_view url)
{
    url = url.substr(0, url.find_first_of("?#"));
    if (url.starts_with("file://")) {
        return {};
    }
    const bool has_scheme = url.find("://") != std::string_view::npos;
    if (!has_scheme && url.find(':') > url.find('/')) {
        return {};
    }
    auto rest = has_scheme ? behind(url, "://") : url;
    if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
        rest.remove_prefix(at + 1);
    }
    return behind(rest, has_scheme ? "/" : ":");
}

std::string_view without_decoration(std::string_view path)
{
    while (path.starts_with('/')) {
        path.remove_prefix(1);
    }
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    for (const std::string_view end : {".git", "/"}) { // "index.git" and "index/.git"
        if (path.ends_with(end)) {
            path.remove_suffix(end.size());
        }
    }
    return path;
}

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= longest_name && is_utf8(text) &&
           std::none_of(
               text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

} // namespace

std::optional<std::string> name_of_url(std::string_view url)
{
    const auto name = without_decoration(path_on_host(url));
    return is_name(name) ? std::optional{std::string{name}} : std::nullopt;
}

std::string Repository::name() const
{
    Handle<git_remote, git_remote_free> origin;
    if (git_remote_lookup(Out{origin}, raw(), "origin") == 0) {
        const char* const url = git_remote_url(origin.get());
        if (auto name = name_of_url(url != nullptr ? url : "")) {
            return *name;
        }
    }
    auto directory = common_directory();
    if (directory.filename() == ".git") {
        directory = directory.parent_path();
    }
    const auto name = to_utf8(without_decoration(directory.filename().native()));
    return name.empty() ? "repository" : name;
}

} // namespace cb::git
