#include "catch.hpp"
#include "notify/forge.hpp"

// Where a repository is on a forge.
namespace cb::notify {

TEST_CASE("the repository is read from the address that git fetched")
{
    const std::string host = "github.com";
    for (const auto* const url : {"https://github.com/mirage/index",
                                  "https://github.com/mirage/index.git",
                                  "https://github.com/mirage/index/",
                                  "https://user:secret@github.com/mirage/index",
                                  "ssh://git@github.com:22/mirage/index.git",
                                  "git@github.com:mirage/index.git",
                                  "github.com:mirage/index"}) {
        INFO(url);
        CHECK(project_on(ForgeKind::github, host, url) == "mirage/index");
    }
    CHECK(project_on(ForgeKind::gitlab, "gitlab.com", "https://gitlab.com/a/b/c.git") == "a/b/c");
}

TEST_CASE("other addresses name none")
{
    const std::string host = "github.com";
    for (const auto* const url : {"/srv/index",
                                  "../index",
                                  "",
                                  "https://github.com/",
                                  "https://github.com/mirage",
                                  "https://example.org/mirage/index",
                                  "https://github.com.example.org/mirage/index",
                                  "https://example.org/github.com/mirage/index",
                                  "https://github.com/../../user",
                                  "https://github.com/a/b?c",
                                  "https://github.com/a/b%2fc",
                                  "https://github.com/a//b",
                                  "https://evil@example.org/github.com"}) {
        INFO(url);
        CHECK_FALSE(project_on(ForgeKind::github, host, url));
    }
}

} // namespace cb::notify
