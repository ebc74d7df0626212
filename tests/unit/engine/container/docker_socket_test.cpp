#include "../../environment.hpp"
#include "../../net/local_server.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "engine/container/container_cli.hpp"
#include "engine/container/docker_socket.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>

using namespace cb;
using namespace cb::engine;
using cb::test::LocalServer;
using cb::test::reply;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds short_time{1};

std::string pong(const std::string& request)
{
    return request.starts_with("GET /_ping ") ? reply("200 OK", "Api-Version: 1.41\r\n", "OK") : "";
}

/// The socket that docker would use if the variables were these and config.json had this text.
std::optional<fs::path>
find_with(const std::string& host, const std::string& context, const std::string& config)
{
    const TempDir directory;
    if (!config.empty()) {
        replace_file(directory.path() / "config.json", config);
    }
    const SetVariable host_set{"DOCKER_HOST", host};
    const SetVariable context_set{"DOCKER_CONTEXT", context};
    const SetVariable config_set{"DOCKER_CONFIG", directory.path().native()};
    return find_docker_socket();
}

} // namespace

TEST_CASE("docker's socket is found as docker's program finds it")
{
    const fs::path usual = "/var/run/docker.sock";
    const std::string elsewhere = R"({"currentContext":"farm"})";
    CHECK(find_with("", "", "") == usual);
    CHECK(find_with("", "", R"({"auths":{}})") == usual);
    CHECK(find_with("", "", R"({"currentContext":"default"})") == usual);
    CHECK(find_with("", "default", elsewhere) == usual);
    CHECK(find_with("unix:///run/d.sock", "farm", elsewhere) == fs::path{"/run/d.sock"});
    for (const char* const host :
         {"tcp://127.0.0.1:2375", "ssh://user@host", "unix://", "/run/d"}) {
        CHECK_FALSE(find_with(host, "", ""));
    }
    CHECK_FALSE(find_with("", "farm", ""));
    CHECK_FALSE(find_with("", "", elsewhere));
    CHECK_FALSE(find_with("", "", "{"));
    CHECK_FALSE(find_with("", "", R"({"currentContext":1})"));
}

TEST_CASE("docker's daemon is asked in its own version of the API")
{
    const TempDir directory;
    const auto path = directory.path() / "socket";
    const LocalServer server{[](const std::string& request) {
                                 const auto answer = pong(request);
                                 return answer.empty() ? reply("404 Not Found", "", "{}") : answer;
                             },
                             path};
    const SetVariable proxy{"http_proxy", "http://127.0.0.1:9"};
    DockerSocket socket{path};
    const auto first = socket.send(net::Method::get, "/info", short_time);
    const auto second = socket.send(net::Method::remove, "/containers/a?force=true", short_time);
    REQUIRE((first && second));
    CHECK(first->status == 404);
    const auto requests = server.requests();
    REQUIRE(requests.size() == 3);
    CHECK(requests[1].starts_with("GET /v1.41/info HTTP/1.1\r\n"));
    CHECK(requests[2].starts_with("DELETE /v1.41/containers/a?force=true HTTP/1.1\r\n"));
}

TEST_CASE("a socket without a docker daemon gives no response")
{
    const TempDir directory;
    const auto path = directory.path() / "socket";
    CHECK_FALSE(DockerSocket{path}.send(net::Method::get, "/info", short_time));
    const auto answer = GENERATE(std::string{},
                                 std::string{"no"},
                                 reply("200 OK", "", "OK"),
                                 reply("500 Error", "Api-Version: 1.41\r\n"),
                                 std::string{"hang"});
    LocalServer* self = nullptr;
    LocalServer server{[&](const std::string&) { return answer == "hang" ? self->hang() : answer; },
                       path};
    self = &server;
    CHECK_FALSE(DockerSocket{path}.send(net::Method::get, "/info", short_time));
}

TEST_CASE("the engine's program answers what its daemon's socket does not")
{
    const TempDir directory;
    const auto path = directory.path() / "socket";
    const SetVariable host{"DOCKER_HOST", "unix://" + path.native()};
    const auto program = directory.path() / "docker";
    replace_file(program, "#!/bin/sh\necho '{\"ServerVersion\":\"27.1\"}'\n");
    fs::permissions(program, fs::perms::owner_all);
    const SetVariable search{"PATH", directory.path().native() + ":/usr/bin:/bin"};
    const LocalServer server{[](const std::string& request) {
                                 const auto answer = pong(request);
                                 return answer.empty() ? reply("503 Busy") : answer;
                             },
                             path};
    const ContainerCli cli{Engine::docker};
    CHECK(cli.facts().version == "27.1");
    CHECK(server.requests().size() == 2);
}
