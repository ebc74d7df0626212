#include "net/forge.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "net/forges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::net {

namespace {

constexpr std::size_t max_path_bytes = 500;

struct KnownForge {
    ForgeKind kind;
    std::string_view word;
    std::string_view option; ///< that names its API
    std::string_view api;    ///< of the public server
    std::string_view suffix; ///< of the API's path; what precedes it serves the repositories
    std::size_t max_parts;   ///< of a repository's path
};

constexpr std::array known_forges{
    KnownForge{ForgeKind::github, "github", "--github-api", "https://api.github.com", "/api/v3", 2},
    KnownForge{
        ForgeKind::gitlab, "gitlab", "--gitlab-api", "https://gitlab.com/api/v4", "/api/v4", 20},
    KnownForge{ForgeKind::gitea, "gitea", "--gitea-api", "", "/api/v1", 2},
};

const KnownForge& find_forge(ForgeKind kind)
{
    return *std::find_if(known_forges.begin(), known_forges.end(), [kind](const auto& known) {
        return known.kind == kind;
    });
}

const KnownForge* find_forge(std::string_view text)
{
    const auto* const found =
        std::find_if(known_forges.begin(), known_forges.end(), [text](const auto& known) {
            return text.substr(0, text.find(':')) == known.word;
        });
    return found == known_forges.end() || text.find(':') == std::string_view::npos ? nullptr
                                                                                   : found;
}

/// A name of an owner, a group or a repository: what all forges permit.
bool is_name_part(std::string_view part)
{
    return !part.empty() && part != "." && part != ".." && part.front() != '-' &&
           std::all_of(part.begin(), part.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
           });
}

/// The number of parts; 0 if one is no name.
std::size_t count_parts(std::string_view path)
{
    std::size_t count = 0;
    for (std::size_t start = 0; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        if (!is_name_part(path.substr(start, end - start))) {
            return 0;
        }
        ++count;
        start = end + 1;
    }
    return count;
}

} // namespace

bool ForgePlace::is_like(std::string_view text)
{
    return find_forge(text) != nullptr;
}

Parsed<ForgePlace> ForgePlace::parse(std::string_view text)
{
    const auto* const known = find_forge(text);
    if (known == nullptr) {
        return tl::unexpected{fmt::format("{} names no forge", quote(text))};
    }
    auto path = text.substr(known->word.size() + 1);
    if (path.ends_with(".git")) {
        path.remove_suffix(4);
    }
    const auto parts = count_parts(path);
    if (path.size() > max_path_bytes || parts < 2 || parts > known->max_parts) {
        return tl::unexpected{fmt::format("{} is not a repository: write {}:{}/NAME",
                                          quote(text),
                                          known->word,
                                          known->max_parts > 2 ? "GROUP" : "OWNER")};
    }
    return ForgePlace{known->kind, std::string{path}};
}

std::string ForgePlace::text() const
{
    return fmt::format("{}:{}", find_forge(kind_).word, path_);
}

const ForgeServer& ForgeAccess::server(ForgeKind kind) const
{
    return kind == ForgeKind::github ? github : kind == ForgeKind::gitlab ? gitlab : gitea;
}

std::string_view to_word(ForgeKind kind)
{
    return find_forge(kind).word;
}

Url api_of(ForgeKind kind, const ForgeAccess& access)
{
    const auto& known = find_forge(kind);
    const auto& api = access.server(kind).api;
    if (!api && known.api.empty()) {
        throw Error{
            Errc::usage,
            fmt::format(
                "{}: name the server: {} https://HOST{}", known.word, known.option, known.suffix)};
    }
    return api ? *api : Url::parse(known.api).value();
}

Url server_of(ForgeKind kind, const Url& api)
{
    const auto& known = find_forge(kind);
    constexpr std::string_view public_api = "https://api.github.com";
    std::string_view text = api.text();
    text = text.substr(0, text.find_last_not_of('/') + 1);
    if (api.origin() == public_api) {
        text = "https://github.com";
    } else if (text.ends_with(known.suffix)) {
        text.remove_suffix(known.suffix.size());
    } else {
        throw Error{Errc::usage,
                    fmt::format("{}: {} must end with {}", known.option, text, known.suffix)};
    }
    return value_or_throw(Url::parse(text), Errc::usage, std::string{known.option});
}

std::unique_ptr<Forge> open_forge(const ForgePlace& place, const ForgeAccess& access, Log& log)
{
    auto api = api_of(place.kind(), access);
    auto clone = server_of(place.kind(), api).below("/" + place.path() + ".git");
    const ForgeSite site{
        place, std::move(api), std::move(clone), access.server(place.kind()).token};
    return place.kind() == ForgeKind::github   ? open_github(site, access, log)
           : place.kind() == ForgeKind::gitlab ? open_gitlab(site, access, log)
                                               : open_gitea(site, access, log);
}

} // namespace cb::net
