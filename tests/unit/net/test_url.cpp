#include "catch.hpp"
#include "net/url.hpp"

using namespace cb;

TEST_CASE("an address has an origin")
{
    const auto [text, origin] = GENERATE(table<const char*, const char*>({
        {"https://api.github.com", "https://api.github.com"},
        {"HTTPS://Git.Example.ORG:443/api/v3?x=y#z", "https://git.example.org"},
        {"http://127.0.0.1:8080/", "http://127.0.0.1:8080"},
        {"https://[::1]:8443/a", "https://[::1]:8443"},
    }));
    const auto url = net::Url::parse(text);
    REQUIRE(url);
    CHECK(url->origin() == origin);
    CHECK(url->text().find('#') == std::string::npos);
}

TEST_CASE("what is no address is refused, and a password is not repeated")
{
    const auto text = GENERATE(as<std::string>{},
                               "",
                               "api.github.com",
                               "ftp://host/",
                               "file:///etc/passwd",
                               "https://",
                               "https://user:secret@host/",
                               "https://host/a b",
                               "https://host/\n",
                               "https://host:99999/",
                               "https://h/" + std::string(9000, 'x'));
    const auto url = net::Url::parse(text);
    REQUIRE_FALSE(url);
    CHECK_THAT(url.error(), !CB_CONTAINS("secret"));
    CHECK(url.error().size() < 300);
}

TEST_CASE("a reference is relative to an address")
{
    const auto url = net::Url::parse("https://host/a/b?c").value();
    CHECK(url.resolve("/x?y")->text() == "https://host/x?y");
    CHECK(url.resolve("d")->text() == "https://host/a/d");
    CHECK(url.resolve("https://other/")->origin() == "https://other");
    CHECK_FALSE(url.resolve("ftp://other/"));
    CHECK_FALSE(url.resolve("https://u:p@host/"));
}

TEST_CASE("a path goes below the path of an address")
{
    const auto below = [](const char* base) {
        return net::Url::parse(base).value().below("/repos/a/b?p=1").text();
    };
    CHECK(below("https://host") == "https://host/repos/a/b?p=1");
    CHECK(below("https://host/api/v3/") == "https://host/api/v3/repos/a/b?p=1");
}

TEST_CASE("everything that is not unreserved is encoded")
{
    CHECK(net::percent_encode("a/b c%\xC3\xA9~") == "a%2Fb%20c%25%C3%A9~");
}
