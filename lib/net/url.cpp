#include "net/url.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <curl/curl.h>
#include <memory>
#include <optional>

namespace cb::net {

namespace {

constexpr std::size_t max_length = 8192;

struct FreeHandle {
    void operator()(CURLU* handle) const noexcept { curl_url_cleanup(handle); }
};
using Handle = std::unique_ptr<CURLU, FreeHandle>;

std::optional<std::string> part(const Handle& handle, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(handle.get(), which, &text, flags) != CURLUE_OK || text == nullptr) {
        return std::nullopt;
    }
    std::string copy{text};
    curl_free(text);
    return copy;
}

bool is_graphic(char c)
{
    return c > ' ' && c < '\x7F';
}

} // namespace

Parsed<Url> Url::parse(std::string_view text)
{
    return parse_at({}, text);
}

Parsed<Url> Url::parse_at(std::string_view base, std::string_view text)
{
    const auto refuse = [&](std::string_view why) {
        return tl::make_unexpected(fmt::format("{} is not an address: {}", quote(text), why));
    };
    if (text.size() > max_length || !std::all_of(text.begin(), text.end(), &is_graphic)) {
        return refuse("it is too long or has characters that must be encoded");
    }
    const Handle handle{curl_url()};
    const auto set = [&](std::string_view value) {
        return curl_url_set(
            handle.get(), CURLUPART_URL, std::string{value}.c_str(), CURLU_DISALLOW_USER);
    };
    if (!base.empty() && set(base) != CURLUE_OK) {
        return refuse("it is relative to none");
    }
    if (const auto code = set(text); code == CURLUE_USER_NOT_ALLOWED) {
        // Not quoted, because it has a password.
        return tl::make_unexpected(
            std::string{"an address must not have a user name or a password"});
    } else if (code != CURLUE_OK) {
        return refuse("write it like https://host/path");
    }
    curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
    const auto scheme = part(handle, CURLUPART_SCHEME);
    auto host = part(handle, CURLUPART_HOST);
    const auto whole = part(handle, CURLUPART_URL);
    if (!host || host->empty() || !whole || (scheme != "http" && scheme != "https")) {
        return refuse("its scheme must be https or http");
    }
    std::transform(host->begin(), host->end(), host->begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto port = part(handle, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    Url url;
    url.text_ = *whole;
    url.origin_ = fmt::format("{}://{}{}", *scheme, *host, port ? ":" + *port : "");
    url.host_ = *host;
    return url;
}

Parsed<Url> Url::resolve(std::string_view reference) const
{
    return parse_at(text_, reference);
}

Url Url::below(std::string_view path) const
{
    const auto directory = std::string_view{text_}.substr(0, text_.find_last_not_of('/') + 1);
    return value_or_throw(parse(fmt::format("{}{}", directory, path)), Errc::usage, origin_);
}

std::string percent_encode(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        if (is_letter(c) || is_digit(c) || std::string_view{"-._~"}.find(c) != std::string::npos) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

} // namespace cb::net
