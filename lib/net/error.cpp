#include "net/error.hpp"

#include "json/value.hpp"

#include <fmt/format.h>

namespace cb::net {

namespace {

/// What the server says: GitHub, GitLab and Gitea have "message", GitLab and OAuth "error" too.
std::string said_by(const Response& response)
{
    JsonParser parser;
    const auto parsed = parser.parse(response.body);
    if (!parsed) {
        return {};
    }
    for (const auto* const name : {"message", "error_description", "error"}) {
        if (const auto text = (*parsed)[name].text()) {
            return fmt::format(": {}", text->substr(0, 300));
        }
    }
    return {};
}

std::string_view advice(unsigned status)
{
    switch (status) {
    case 401:
        return "the token is wrong, expired, or absent";
    case 403:
        return "the token does not permit this";
    case 404:
        return "it does not exist, or the token does not permit to see it";
    case 407:
        return "the proxy wants a password";
    case 422:
        return "the server cannot accept it";
    default:
        return status >= 500 ? "the server has a problem; try again" : "it was refused";
    }
}

} // namespace

void require_ok(const Request& request, const Response& response)
{
    if (response.ok()) {
        return;
    }
    const bool is_final = response.status >= 400 && response.status < 500 &&
                          response.status != 408 && response.status != 429;
    throw Refused{is_final ? Errc::usage : Errc::unavailable,
                  response.status,
                  without_secrets(request,
                                  fmt::format("{}: {}: status {}: {}{}",
                                              request.doing,
                                              response.url.origin(),
                                              response.status,
                                              advice(response.status),
                                              said_by(response)))};
}

} // namespace cb::net
