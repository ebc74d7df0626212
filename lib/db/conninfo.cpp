#include "db/conninfo.hpp"

#include <fmt/format.h>

#include <array>
#include <libpq-fe.h>
#include <memory>

namespace cb::db {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const noexcept { ::PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

/// The options with a value.
std::map<std::string, std::string> values_of(const Options& options)
{
    std::map<std::string, std::string> values;
    for (const auto* option = options.get(); option != nullptr && option->keyword != nullptr;
         ++option) {
        if (option->val != nullptr) {
            values.emplace(option->keyword, option->val);
        }
    }
    return values;
}

std::string quoted_value(std::string_view value)
{
    std::string text{"'"};
    for (const char c : value) {
        if (c == '\'' || c == '\\') {
            text += '\\';
        }
        text += c;
    }
    return text + '\'';
}

} // namespace

Parsed<Conninfo> Conninfo::parse(std::string_view text)
{
    char* problem = nullptr;
    const Options options{::PQconninfoParse(std::string{text}.c_str(), &problem)};
    ::PQfreemem(problem); // not shown, because it quotes the text
    if (!options || text.find('\0') != std::string_view::npos) {
        return tl::unexpected{std::string{
            "the connection cannot be understood; write it as host=… port=… user=… dbname=…, with "
            "values "
            "that hold blanks in single quotes, or as postgresql://user@host:port/dbname"}};
    }
    Conninfo conninfo;
    conninfo.given_ = values_of(options);
    conninfo.defaults_ = values_of(Options{::PQconndefaults()});
    const bool has_lost_password =
        conninfo.setting("host").find('@') != std::string::npos ||
        conninfo.setting("port").find_first_not_of("0123456789,") != std::string::npos;
    if (has_lost_password) { // libpq would complain about a host or port that is part of a password
        return tl::unexpected{std::string{
            "the host or the port of the connection cannot be right; in a URI, the password's "
            "special characters are written as %40 for @, %3A for :, %2F for /, %3F for ?, %23 for "
            "#"}};
    }
    return conninfo;
}

std::string Conninfo::setting(const std::string& name) const
{
    for (const auto* const settings : {&given_, &defaults_}) {
        if (const auto at = settings->find(name); at != settings->end()) {
            return at->second;
        }
    }
    return {};
}

std::string Conninfo::connection_string() const
{
    constexpr std::array<std::pair<const char*, const char*>, 6> ours{{
        {"connect_timeout", "10"},
        {"keepalives_idle", "30"},
        {"keepalives_interval", "10"},
        {"keepalives_count", "3"},
        {"tcp_user_timeout", "60000"},
        {"fallback_application_name", "cb"},
    }};
    auto settings = given_;
    for (const auto& [name, value] : ours) {
        if (setting(name).empty()) {
            settings.insert_or_assign(name, value);
        }
    }
    settings["client_encoding"] = "UTF8"; // the encoding of manifests
    std::string text;
    for (const auto& [name, value] : settings) {
        text += fmt::format("{}={} ", name, quoted_value(value));
    }
    return text;
}

std::string Conninfo::identity() const
{
    std::string text;
    for (const auto* const name :
         {"host", "hostaddr", "port", "dbname", "user", "service", "options"}) {
        text += fmt::format("{}={} ", name, quoted_value(setting(name)));
    }
    return text;
}

std::string Conninfo::address() const
{
    std::string text;
    for (const auto* const name : {"service", "host", "hostaddr", "port", "dbname", "user"}) {
        if (const auto value = setting(name); !value.empty()) {
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, value);
        }
    }
    return text;
}

std::string Conninfo::without_password(std::string message) const
{
    for (const auto* const name : {"password", "sslpassword"}) {
        const auto secret = setting(name);
        for (std::size_t at = 0; !secret.empty();) {
            at = message.find(secret, at);
            if (at == std::string::npos) {
                break;
            }
            message.replace(at, secret.size(), "***");
            at += 3;
        }
    }
    return message;
}

} // namespace cb::db
