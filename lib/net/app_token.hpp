#pragma once

#include "net/client.hpp"
#include "net/forge.hpp"

#include <string>

namespace cb::net {

/// A JSON Web Token (RFC 7519) of the app, signed by RS256, valid for nine minutes from `now`, as
/// GitHub wants it. Throws Error{usage} if the key is not an RSA key in PEM without a passphrase.
[[nodiscard]] Secret make_app_token(const GithubApp& app, Time now);

/// A token of the app's installation for the repository ("owner/name"), which lasts an hour. Throws
/// the exceptions of make_app_token(), Client::send() and require_ok().
[[nodiscard]] Secret fetch_installation_token(Client& client,
                                              const GithubApp& app,
                                              const Url& api,
                                              const std::string& repository);

} // namespace cb::net
