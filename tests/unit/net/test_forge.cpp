#include "base/file.hpp"
#include "catch.hpp"
#include "local_server.hpp"
#include "net/app_token.hpp"
#include "net/forge.hpp"
#include "net/pages.hpp"

#include <fmt/format.h>

using namespace cb;
using cb::test::KeptLog;

TEST_CASE("a place on a forge has as many parts as the forge has levels")
{
    const auto text = GENERATE("github:o/app", "gitlab:a/b/c_d.e/f", "gitea:o/a-b.c");
    const auto place = net::ForgePlace::parse(text);
    REQUIRE(place);
    CHECK(place->text() == text);
    CHECK(net::ForgePlace::parse(std::string{text} + ".git")->text() == text);
}

TEST_CASE("what could leave its place in an address is no place on a forge")
{
    const auto text = GENERATE("github:o",
                               "github:",
                               "github:/o/a",
                               "github:o/a/",
                               "github:o/a/b",
                               "github:o/..",
                               "github:-o/a",
                               "github:o/a?b",
                               "github:o/%2e%2e",
                               "github://o/a",
                               "gitlab:a",
                               "gitlab:a/../b",
                               "other:o/a");
    CHECK_FALSE(net::ForgePlace::parse(text));
}

TEST_CASE("the address of a clone follows from the API's")
{
    const auto [place, api, clone] = GENERATE(table<const char*, const char*, const char*>({
        {"github:o/a", "", "https://github.com/o/a.git"},
        {"github:o/a", "https://api.github.com/", "https://github.com/o/a.git"},
        {"github:o/a", "https://git.example:8443/api/v3", "https://git.example:8443/o/a.git"},
        {"gitlab:g/h/a", "", "https://gitlab.com/g/h/a.git"},
        {"gitlab:g/a", "https://example.org/gitlab/api/v4/", "https://example.org/gitlab/g/a.git"},
        {"gitea:o/a", "http://127.0.0.1:3000/api/v1", "http://127.0.0.1:3000/o/a.git"},
    }));
    net::ForgeAccess access{};
    if (*api != '\0') {
        const net::ForgeServer server{net::Url::parse(api).value(), std::nullopt};
        access.github = access.gitlab = access.gitea = server;
    }
    KeptLog log;
    const auto forge = net::open_forge(net::ForgePlace::parse(place).value(), access, log);
    CHECK(forge->clone_url().text() == clone);
    CHECK_FALSE(forge->login());
}

TEST_CASE("a Gitea has no address of its own")
{
    KeptLog log;
    const auto place = net::ForgePlace::parse("gitea:o/a").value();
    CHECK_THROWS_WITH(net::open_forge(place, {}, log),
                      CB_CONTAINS("--gitea-api https://HOST/api/v1"));
}

TEST_CASE("the next page is the one that the header calls so")
{
    CHECK(net::next_link(R"(<https://a/?page=1>; rel="prev", <https://a/?page=3,4>; rel="next")") ==
          "https://a/?page=3,4");
    CHECK(net::next_link("</b>; rel=next") == "/b");
    const auto none =
        GENERATE("", R"(<https://a/>; rel="last")", "<unclosed; rel=next", ",,,", ">");
    CHECK(net::next_link(none) == std::nullopt);
}

TEST_CASE("a list that never ends is left")
{
    const test::LocalServer server{[](const std::string&) {
        return test::reply("200 OK", "Link: </again>; rel=\"next\"\r\n", "[]");
    }};
    KeptLog log;
    net::Client client{test::quick_settings(), log};
    const TempDir cache;
    unsigned pages = 0;
    CHECK_THROWS_WITH(net::Pages(client, cache.path(), "")
                          .read({.doing = "x", .url = server.url()}, [&](auto) { ++pages; }),
                      CB_CONTAINS("more than 1000 pages"));
    CHECK(pages == 1000);
}

TEST_CASE("what is no key signs nothing")
{
    const auto key =
        GENERATE("", "abc", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
    CHECK_THROWS_WITH(net::make_app_token({"1", net::Secret{key}}, now()),
                      CB_CONTAINS("not an RSA key in PEM"));
}
