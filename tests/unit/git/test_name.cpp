#include "catch.hpp"
#include "git/repository.hpp"
#include "git/temp_repository.hpp"

using cb::git::Repository;

TEST_CASE("a repository is named by the path of its origin, without credentials")
{
    const auto [url, name] = GENERATE(table<std::string, std::string>({
        {"git@github.com:mirage/index.git", "mirage/index"},
        {"github.com:mirage/index", "mirage/index"},
        {"https://github.com/mirage/index", "mirage/index"},
        {"https://github.com/mirage/index.git/", "mirage/index"},
        {"https://ada:s3cret@github.com/mirage/index.git", "mirage/index"},
        {"https://x-token:s3/cr@et@github.com/mirage/index.git", "mirage/index"},
        {"https://github.com/mirage/index.git?token=s3cret#s3cret", "mirage/index"},
        {"ssh://git@host.example:2222/group/sub/tool.git", "group/sub/tool"},
        {"/srv/git/other.git", "project"},
        {"../other", "project"},
        {"./odd:name", "project"},
        {"file:///srv/git/other.git", "project"},
        {"https://github.com", "project"},
        {"https://github.com/", "project"},
        {"https://github.com/.git", "project"},
        {"git@host:", "project"},
        {"https://host/new\nline", "project"},
        {"", "project"},
    }));
    TempRepository temp;
    temp.git({"config", "remote.origin.url", url});
    INFO(url);
    CHECK(Repository::open(temp.path()).name() == name);
}

TEST_CASE("without an origin the directory names the repository")
{
    TempRepository temp;
    CHECK(Repository::open(temp.path()).name() == "project");
    temp.git({"init", "--quiet", "--bare", temp.beside("tool.git").native()});
    CHECK(Repository::open(temp.beside("tool.git")).name() == "tool");
    temp.git({"init", "--quiet", temp.beside("odd\xFFname").native()});
    CHECK(Repository::open(temp.beside("odd\xFFname")).name() == "odd\xEF\xBF\xBDname");
}
