#pragma once

#include "base/quantity.hpp"
#include "net/secret.hpp"
#include "net/url.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What an HTTP client sends and receives (RFC 9110).
namespace cb::net {

enum class Method { get, head, post, put, patch, remove };

/// "GET"
[[nodiscard]] std::string_view to_string(Method method);

struct Header {
    std::string name, value;
};

/// A header whose value is `prefix` ("Bearer ") and the secret. A redirect to another origin is
/// followed without it.
struct SecretHeader {
    std::string name, prefix;
    Secret secret;
};

/// Whether a request can be sent again if it is not known what the server did with the first one.
enum class Repeat {
    by_method, ///< GET, HEAD, PUT and DELETE can, the others cannot
    allowed,   ///< sending it twice changes nothing
};

struct Request {
    std::string doing; ///< what for, for messages: "listing the pull requests of a/b"
    Method method = Method::get;
    Url url;
    std::vector<Header> headers{};
    std::vector<SecretHeader> secrets{};
    std::string body{};
    Repeat repeat = Repeat::by_method;
};

struct Response {
    unsigned status = 0; ///< 200
    std::vector<Header> headers{};
    std::string body{};
    Url url;         ///< what answered, after redirects
    Duration time{}; ///< of the last attempt

    [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
    /// The value of the first header with that name, in any case; nullopt if absent.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Whether the request can be repeated after it was sent.
[[nodiscard]] bool is_repeatable(const Request& request);

/// `message` without the request's secrets, on one line.
[[nodiscard]] std::string without_secrets(const Request& request, std::string message);

} // namespace cb::net
