#include "engine/container/docker_socket.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"
#include "net/error.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <string_view>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr Bytes max_config{1U << 20U};
constexpr std::string_view default_context = "default";

/// Empty if unset.
std::string read_variable(const char* name)
{
    const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? "" : value;
}

/// docker's config.json; empty if it has no directory.
fs::path config_file()
{
    if (const auto directory = read_variable("DOCKER_CONFIG"); !directory.empty()) {
        return fs::path{directory} / "config.json";
    }
    const auto home = read_variable("HOME");
    return home.empty() ? fs::path{} : fs::path{home} / ".docker/config.json";
}

/// The context that the user selected by `docker context use`; nullopt if that is unknown.
std::optional<std::string> read_current_context(const fs::path& file)
{
    std::error_code error;
    if (file.empty() || (!fs::exists(file, error) && !error)) {
        return "";
    }
    try {
        simdjson::dom::parser parser;
        const auto text = read_file(file.native(), max_config);
        const auto root = parse_json(parser, text);
        if (!root) {
            return std::nullopt;
        }
        JsonProblem problem;
        auto context = ObjectReader{*root, "", problem}.maybe_string("currentContext").value_or("");
        return problem.first() ? std::nullopt : std::optional{std::move(context)};
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

std::optional<fs::path> find_docker_socket()
{
    constexpr std::string_view scheme = "unix://";
    if (const auto host = read_variable("DOCKER_HOST"); !host.empty()) {
        return host.starts_with(scheme) && host.size() > scheme.size()
                   ? std::optional{fs::path{host.substr(scheme.size())}}
                   : std::nullopt;
    }
    std::optional context{read_variable("DOCKER_CONTEXT")};
    if (context->empty()) {
        context = read_current_context(config_file());
    }
    if (!context || (!context->empty() && *context != default_context)) {
        return std::nullopt;
    }
    return "/var/run/docker.sock";
}

DockerSocket::DockerSocket(const fs::path& socket)
    : transfer_{"cb", {.limits = {.max_time = std::chrono::minutes{1}}, .unix_socket = socket}}
{}

net::Response DockerSocket::exchange(net::Method method, const std::string& path, Duration max_time)
{
    const auto url = net::Url::parse("http://localhost" + path);
    if (!url) {
        throw Error{Errc::bad_input, url.error()};
    }
    return transfer_.send({.doing = "asking docker", .method = method, .url = *url},
                          *url,
                          net::Transfer::Secrets::keep,
                          std::chrono::steady_clock::now() + max_time);
}

std::optional<net::Response>
DockerSocket::send(net::Method method, const std::string& path, Duration max_time)
{
    try {
        if (version_.empty()) {
            const auto pong = exchange(net::Method::get, "/_ping", max_time);
            const auto version = pong.header("Api-Version");
            if (!pong.ok() || !version) {
                return std::nullopt;
            }
            version_ = fmt::format("/v{}", *version);
        }
        return exchange(method, version_ + path, max_time);
    } catch (const net::NoResponse&) {
        return std::nullopt;
    }
}

} // namespace cb::engine
