#include "catch.hpp"
#include "git/submodule_url.hpp"

#include <string>
#include <tuple>
#include <vector>

using cb::git::RemoteUrl;
using cb::git::resolve_submodule_url;

namespace {

std::string submodule_url(const std::string& parent, const std::string& url)
{
    const auto found = resolve_submodule_url(RemoteUrl::parse(parent).value(), url);
    return found ? found->text() : "";
}

} // namespace

TEST_CASE("a relative address of a submodule is resolved as git does")
{
    const std::vector<std::tuple<std::string, std::string, std::string>> cases{
        {"https://host/a/b.git", "../c.git", "https://host/a/c.git"},
        {"https://host/a/b.git/", "../c.git", "https://host/a/c.git"},
        {"https://host/a/b.git", "../../c", "https://host/c"},
        {"https://host/a/b.git", "./c", "https://host/a/b.git/c"},
        {"https://host/a/b", "./../c", "https://host/a/c"},
        {"https://me@host/a/b", "../c", "https://me@host/a/c"},
        {"ssh://git@host:22/a/b", "../c", "ssh://git@host:22/a/c"},
        {"git@host:a/b.git", "../c.git", "git@host:a/c.git"},
        {"git@host:b.git", "../c.git", "git@host:c.git"},
        {"git@host:/srv/b.git", "../c.git", "git@host:/srv/c.git"},
        {"file:///srv/git/b.git", "../c.git", "file:///srv/git/c.git"},
    };
    for (const auto& [parent, url, expected] : cases) {
        CHECK(submodule_url(parent, url) == expected);
    }
}

TEST_CASE("an address of a submodule that leads to another server is refused")
{
    for (const auto& [parent, url] : std::vector<std::pair<std::string, std::string>>{
             {"https://host/a/b", "../../../other/c"},
             {"git@host:b", "../../c"},
             {"https://host/a/b", "https://other/c"},
             {"https://host/a/b", "https://host:444/c"},
             {"https://host/a/b", "https://host@other/c"},
             {"https://host/a/b", "http://host/c"},
             {"https://host/a/b", "file:///srv/c"},
             {"https://host/a/b", "/srv/c"},
             {"https://host/a/b", "ext::sh -c x"},
             {"https://host/a/b", "-x"},
             {"https://host/a/b", ""},
             {"file:///srv/git/b", "../../home/c"},
             {"file:///srv/git/b", "file:///srv/git/../../home/c"},
             {"file:///srv/git/b", "file:///srv/gitx/c"},
             {"file:///srv/git/b", "https://host/c"},
         }) {
        CAPTURE(parent, url);
        CHECK(submodule_url(parent, url).empty());
    }
    CHECK(submodule_url("https://host/a/b", "https://host/c") == "https://host/c");
    CHECK(submodule_url("https://host/a/b", "git@host:c") == "git@host:c");
    CHECK(submodule_url("https://token@host/a/b", "https://host/c") == "https://host/c");
}
