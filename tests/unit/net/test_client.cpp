#include "catch.hpp"
#include "environment.hpp"
#include "local_server.hpp"

#include <fmt/format.h>

using namespace cb;
using cb::test::KeptLog;
using cb::test::LocalServer;
using cb::test::quick_settings;
using cb::test::reply;

namespace {

net::Request asking(net::Url url, net::Method method = net::Method::get)
{
    return {.doing = "asking",
            .method = method,
            .url = std::move(url),
            .secrets = {{"Authorization", "Bearer ", net::Secret{"tok-en"}}}};
}

} // namespace

TEST_CASE("a request arrives whole, and so does the response")
{
    const LocalServer server{[](const std::string&) {
        return reply(
            "201 Created", "ETag: \"x\"\r\nLink:  <http://a/>; rel=\"next\" \r\n", "ab\0c");
    }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    auto request = asking(server.url("/a/b?c=d"), net::Method::post);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = R"({"a":1})";
    const auto response = client.send(request);
    CHECK(response.status == 201);
    CHECK(response.ok());
    CHECK(response.body == "ab");
    CHECK(response.header("etag") == "\"x\"");
    CHECK(response.header("link") == "<http://a/>; rel=\"next\"");
    CHECK_FALSE(response.header("absent"));
    CHECK(response.time > Duration{0});
    const auto sent = server.requests().at(0);
    CHECK_THAT(sent, Catch::StartsWith("POST /a/b?c=d HTTP/1.1\r\n"));
    for (const auto* const line : {"\r\nAuthorization: Bearer tok-en\r\n",
                                   "\r\nContent-Type: application/json\r\n",
                                   "\r\nUser-Agent: cb/",
                                   "\r\n\r\n{\"a\":1}"}) {
        CHECK_THAT(sent, CB_CONTAINS(line));
    }
}

TEST_CASE("every method has its name, and the body that it was given")
{
    const auto method = GENERATE(net::Method::get,
                                 net::Method::head,
                                 net::Method::put,
                                 net::Method::patch,
                                 net::Method::remove);
    const LocalServer server{[](const std::string&) { return reply("200 OK"); }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK(client.send(asking(server.url(), method)).ok());
    CHECK_THAT(server.requests().at(0),
               Catch::StartsWith(fmt::format("{} / HTTP/1.1\r\n", net::to_string(method))));
}

TEST_CASE("a header cannot be two lines")
{
    const LocalServer server{[](const std::string&) { return reply("200 OK"); }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    auto request = asking(server.url());
    request.headers = {{"X", "a\r\nY: b"}};
    CHECK_THROWS_WITH(client.send(request), CB_CONTAINS("must be one line"));
    CHECK(server.requests().empty());
}

TEST_CASE("a redirect to another server is followed without the token")
{
    const LocalServer other{[](const std::string&) { return reply("200 OK", "", "there"); }};
    const LocalServer server{[&](const std::string& request) {
        const bool is_first = request.starts_with("GET /first ");
        return reply(
            "302 Found",
            fmt::format("Location: {}\r\n", is_first ? "/second" : other.url("/x").text()));
    }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    const auto response = client.send(asking(server.url("/first")));
    CHECK(response.body == "there");
    CHECK(response.url == other.url("/x"));
    REQUIRE(server.requests().size() == 2);
    CHECK_THAT(server.requests()[1], CB_CONTAINS("Authorization: Bearer tok-en"));
    CHECK_THAT(other.requests().at(0), !CB_CONTAINS("tok-en"));
}

TEST_CASE("a redirect that leads nowhere is an error")
{
    const auto location = GENERATE("Location: /again\r\n", "Location: ftp://a/\r\n", "");
    const LocalServer server{[&](const std::string&) { return reply("302 Found", location); }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK_THROWS_WITH(client.send(asking(server.url())), CB_CONTAINS("redirect"));
    CHECK(server.requests().size() <= 6);
}

TEST_CASE("a redirect of a request that changes something is returned")
{
    const LocalServer server{[](const std::string&) { return reply("307 x", "Location: /y\r\n"); }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    CHECK(client.send(asking(server.url(), net::Method::post)).status == 307);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("the environment's proxy is used")
{
    const LocalServer proxy{[](const std::string&) { return reply("200 OK", "", "by proxy"); }};
    const SetVariable variable{"http_proxy", proxy.url().text()};
    const SetVariable none{"no_proxy", ""};
    KeptLog log;
    net::Client client{quick_settings(), log};
    const auto url = net::Url::parse("http://server.invalid/a").value();
    CHECK(client.send(asking(url)).body == "by proxy");
    CHECK_THAT(proxy.requests().at(0), Catch::StartsWith("GET http://server.invalid/a HTTP/1.1"));
}

TEST_CASE("what a server refuses is an error without the token")
{
    const auto [status, code, text] = GENERATE(table<const char*, Errc, const char*>({
        {"401 x", Errc::usage, "status 401: the token is wrong, expired, or absent: no tok ***"},
        {"404 x", Errc::usage, "status 404: it does not exist"},
        {"422 x", Errc::usage, "status 422"},
        {"304 x", Errc::unavailable, "status 304"},
    }));
    const LocalServer server{[status = status](const std::string&) {
        return reply(status, "", R"({"message":"no tok tok-en"})");
    }};
    KeptLog log;
    net::Client client{quick_settings(), log};
    const auto request = asking(server.url("/secret-path"));
    const auto response = client.send(request);
    try {
        net::require_ok(request, response);
        FAIL("it was accepted");
    } catch (const net::Refused& error) {
        const std::string message = error.what();
        CHECK(error.code() == code);
        CHECK_THAT(message, CB_CONTAINS(text));
        CHECK_THAT(message, !CB_CONTAINS("tok-en"));
        CHECK_THAT(message, !CB_CONTAINS("secret-path"));
    }
}
