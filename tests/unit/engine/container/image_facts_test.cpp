#include "catch.hpp"
#include "engine/container/image_facts.hpp"

using namespace cb;
using namespace cb::engine;

TEST_CASE("what docker says of an image")
{
    const auto image = parse_image(R"([{"Id":"sha256:12","RepoDigests":["a@sha256:34"],
        "Config":{"WorkingDir":"/src","Entrypoint":["opam","exec","--"],"Cmd":["bash"],
        "Env":["PATH=/bin","http_proxy=x=y"],"Labels":{"org.cb.command":"dockerfile"}}}])");
    REQUIRE(image);
    CHECK(image->id == "sha256:12");
    CHECK(image->digest() == "a@sha256:34");
    CHECK(image->work_directory == "/src");
    CHECK(image->entrypoint == std::vector<std::string>{"opam", "exec", "--"});
    CHECK(image->command == std::vector<std::string>{"bash"});
    CHECK(image->variables == std::set<std::string>{"PATH", "http_proxy"});
}

TEST_CASE("what podman says of an image: no algorithm, a made-up digest, members that are missing")
{
    const auto image = parse_image(
        R"([{"Id":"12","RepoDigests":["localhost/a@sha256:34"],"Config":{"Labels":null}}])");
    REQUIRE(image);
    CHECK(image->id == "sha256:12");
    CHECK(image->digests.empty());
    CHECK(image->entrypoint.empty());
}

TEST_CASE("a CMD that the project's Dockerfile does not set is nobody's")
{
    const auto without = parse_image(R"([{"Id":"1","Config":{"Cmd":["bash"]}}])");
    REQUIRE(without);
    CHECK_FALSE(without->command);
    const auto of_base =
        parse_image(R"([{"Id":"1","Config":{"Cmd":["bash"],"Labels":{"org.cb.command":"none"}}}])");
    REQUIRE(of_base);
    CHECK_FALSE(of_base->command);
    const auto empty = parse_image(
        R"([{"Id":"1","Config":{"Cmd":null,"Labels":{"org.cb.command":"dockerfile"}}}])");
    REQUIRE(empty);
    CHECK(empty->command == std::vector<std::string>{});
}

TEST_CASE("what is no list of images is refused")
{
    CHECK_FALSE(parse_image("[]"));
    CHECK_FALSE(parse_image("{}"));
    CHECK_FALSE(parse_image(""));
    CHECK_FALSE(parse_image(R"([{"Id":1,"Config":{}}])"));
}

TEST_CASE("images that a run cannot tell apart have the same content")
{
    const auto content =
        [](const std::string& id, const std::string& layer, const std::string& env) {
            return parse_image(R"([{"Id":")" + id +
                               R"(","Created":"now","RootFS":{"Layers":["sha256:1",")" + layer +
                               R"("]},"Config":{"Env":[")" + env + R"("],"Labels":{"built-at":")" +
                               id + R"("}}}])")
                .value()
                .content;
        };
    CHECK(content("1", "sha256:2", "A=1") == content("2", "sha256:2", "A=1"));
    CHECK(content("1", "sha256:2", "A=1") != content("1", "sha256:3", "A=1"));
    CHECK(content("1", "sha256:2", "A=1") != content("1", "sha256:2", "A=2"));
    CHECK(content("1", "sha256:2", "A=1").size() == 71);
}
