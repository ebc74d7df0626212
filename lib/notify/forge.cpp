#include "notify/forge.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::notify {

Parsed<net::ForgePlace> parse_project(ForgeKind kind, std::string_view path)
{
    return net::ForgePlace::parse(fmt::format("{}:{}", net::to_word(kind), path));
}

std::optional<std::string> project_on(ForgeKind kind, std::string_view host, std::string_view url)
{
    constexpr std::string_view mark = "://";
    const auto scheme = url.find(mark);
    auto rest = scheme == std::string_view::npos ? url : url.substr(scheme + mark.size());
    const auto end = rest.find(scheme == std::string_view::npos ? ':' : '/');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    auto server = rest.substr(0, end);
    server = server.substr(server.find('@') + 1); // npos + 1 is 0
    server = server.substr(0, server.find(':'));
    auto path = rest.substr(end + 1);
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    const auto place = parse_project(kind, path);
    return server == host && place ? std::optional{place->path()} : std::nullopt;
}

ForgeApi::ForgeApi(ForgeSettings settings, net::Client& client)
    : settings_{std::move(settings)}, server_{net::server_of(settings_.kind, settings_.api)},
      client_{client}
{}

std::string_view ForgeApi::word() const
{
    return net::to_word(settings_.kind);
}

std::optional<std::string> ForgeApi::project_of(const Source& source) const
{
    if (settings_.project) {
        return settings_.project;
    }
    const auto& host = server_.host();
    auto project = source.url ? project_on(settings_.kind, host, *source.url) : std::nullopt;
    if (!project && settings_.elsewhere == ForgeSettings::Elsewhere::refuse) {
        throw Error{Errc::usage,
                    fmt::format("{} was not fetched from {}: name its repository there with "
                                "--project",
                                quote(source.repo),
                                host)};
    }
    return project;
}

std::string ForgeApi::path_of(const std::string& project) const
{
    return settings_.kind == ForgeKind::gitlab ? "/projects/" + net::percent_encode(project)
                                               : "/repos/" + project;
}

net::Request ForgeApi::make_request(const Call& call)
{
    net::Request request{.doing = call.doing,
                         .method = call.method,
                         .url = call.url,
                         .body = call.body,
                         .repeat = call.repeat};
    if (!call.body.empty()) {
        request.headers.push_back({"Content-Type", "application/json"});
    }
    const auto token = settings_.token_of(call.project);
    switch (settings_.kind) {
    case ForgeKind::github:
        request.headers.push_back({"Accept", "application/vnd.github+json"});
        request.headers.push_back({"X-GitHub-Api-Version", "2022-11-28"});
        request.secrets.push_back({"Authorization", "Bearer ", token});
        break;
    case ForgeKind::gitlab:
        request.secrets.push_back({"PRIVATE-TOKEN", "", token});
        break;
    case ForgeKind::gitea:
        request.secrets.push_back({"Authorization", "token ", token});
        break;
    }
    return request;
}

net::Response ForgeApi::ask(const Call& call)
{
    return client_.send(make_request(call));
}

net::Response ForgeApi::require(const Call& call)
{
    auto response = ask(call);
    check(call, response);
    return response;
}

void ForgeApi::check(const Call& call, const net::Response& response)
{
    net::require_ok(make_request(call), response);
}

std::string read_id(const net::Response& response)
{
    JsonParser parser;
    const auto json = parser.parse(response.body);
    const auto id = json ? (*json)["id"].count() : std::nullopt;
    if (!id) {
        throw Error{Errc::unavailable,
                    response.url.origin() + ": the answer has no id; is the address that of the "
                                            "API?"};
    }
    return std::to_string(*id);
}

} // namespace cb::notify
