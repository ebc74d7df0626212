#include "catch.hpp"
#include "git/remote_url.hpp"

#include <string>

using cb::git::RemoteUrl;

TEST_CASE("addresses that git can fetch are told from paths")
{
    for (const char* const text : {"https://github.com/mirage/index",
                                   "ssh://git@host:22/~/index.git",
                                   "git@github.com:mirage/index.git",
                                   "host:index",
                                   "git://[::1]:9418/index",
                                   "file:///srv/git/index.git",
                                   "http://ada:p@ss@host/index"}) {
        CAPTURE(text);
        CHECK(RemoteUrl::is_like(text));
        REQUIRE(RemoteUrl::parse(text));
        CHECK(RemoteUrl::parse(text)->text() == text);
    }
    for (const char* const text : {".", "/srv/git", "index", "../a:b/c", "src/a:b"}) {
        CAPTURE(text);
        CHECK_FALSE(RemoteUrl::is_like(text));
    }
}

TEST_CASE("other transports, options and blanks are refused")
{
    for (const std::string text : {"ext::sh -c id",
                                   "ext::id",
                                   "fd::17",
                                   "ftp://host/x",
                                   "://host",
                                   "https://",
                                   "ssh:///index",
                                   "file://",
                                   "-oProxyCommand=x:y",
                                   "a@-oProxyCommand=x:y",
                                   "host:-upload-pack",
                                   "host:",
                                   ":path",
                                   "https://host/a b",
                                   "https://host/\n"}) {
        CAPTURE(text);
        CHECK_FALSE(RemoteUrl::parse(text));
    }
    CHECK_FALSE(RemoteUrl::parse("https://host/" + std::string(2000, 'x')));
}

TEST_CASE("an address is shown without its password")
{
    const auto url = RemoteUrl::parse("https://ada:secret@host/index.git/").value();
    CHECK(url.shown() == "https://host/index.git/");
    CHECK(url.without_credentials("'https://ada:secret@host/' and https://ada:secret@host") ==
          "'https://host/' and https://host");
    CHECK(RemoteUrl::parse("https://token@host/index")->shown() == "https://host/index");
    CHECK(url.base_name() == "index");
    CHECK(RemoteUrl::parse("ssh://git@host/a/.git")->shown() == "ssh://git@host/a/.git");
    CHECK(RemoteUrl::parse("host:a/.git")->base_name() == "a");
    CHECK(RemoteUrl::parse("https://host/\xc3\xa9%2f..")->base_name() == "2f..");
}
