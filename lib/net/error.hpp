#pragma once

#include "base/error.hpp"
#include "base/time.hpp"
#include "net/message.hpp"

#include <string>

namespace cb::net {

/// Why there is no response.
enum class Failing {
    unknown_host,
    connection, ///< refused, or no route
    encryption, ///< TLS failed, or the certificate is not trusted
    time,       ///< no response within the time
    cut,        ///< the connection ended, or what came is not HTTP
    size,       ///< the response is larger than the limit
    redirect,   ///< too many redirects, or one that is not followed
};

/// There is no response.
class NoResponse : public Error {
public:
    NoResponse(Failing failing, const std::string& message)
        : Error{Errc::unavailable, message}, failing_{failing}
    {}
    [[nodiscard]] Failing failing() const noexcept { return failing_; }

private:
    Failing failing_;
};

/// The server wants no request before a time that is later than the request's deadline.
class RateLimited : public Error {
public:
    RateLimited(Time until, const std::string& message)
        : Error{Errc::unavailable, message}, until_{until}
    {}
    [[nodiscard]] Time until() const noexcept { return until_; }

private:
    Time until_;
};

/// The server refused the request.
class Refused : public Error {
public:
    Refused(Errc code, unsigned status, const std::string& message)
        : Error{code, message}, status_{status}
    {}
    [[nodiscard]] unsigned status() const noexcept { return status_; }

private:
    unsigned status_;
};

/// Throws Refused unless the status is 2xx: Errc::usage for what a retry does not mend (401, 403,
/// 404, 422 and other 4xx), Errc::unavailable for the rest. The message has what the server said
/// about it, and never a secret of the request.
void require_ok(const Request& request, const Response& response);

} // namespace cb::net
