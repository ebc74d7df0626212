#include "net/message.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace cb::net {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_name(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

} // namespace

std::string_view to_string(Method method)
{
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::remove:
        break;
    }
    return "DELETE";
}

std::optional<std::string_view> Response::header(std::string_view name) const
{
    for (const auto& header : headers) {
        if (is_same_name(header.name, name)) {
            return header.value;
        }
    }
    return std::nullopt;
}

bool is_repeatable(const Request& request)
{
    return request.repeat == Repeat::allowed ||
           (request.method != Method::post && request.method != Method::patch);
}

std::string without_secrets(const Request& request, std::string message)
{
    for (const auto& header : request.secrets) {
        message = header.secret.redact(std::move(message));
    }
    return printable(message, 600);
}

} // namespace cb::net
