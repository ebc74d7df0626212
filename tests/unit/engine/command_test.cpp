#include "catch.hpp"
#include "engine/command.hpp"

using namespace cb;
using namespace cb::engine;

using Words = std::vector<std::string>;

TEST_CASE("the entrypoint comes before the command, whoever names it")
{
    const Image opam{.entrypoint = {"opam", "exec", "--"}};
    CHECK(make_argv({}, {}, opam) == Words{"opam", "exec", "--", "make", "bench"});
    CHECK(make_argv({.argv = {"dune"}, .entrypoint = std::nullopt}, {}, opam) ==
          Words{"opam", "exec", "--", "dune"});
    Config config;
    config.command = {"./b", "-q"};
    CHECK(make_argv({}, config, opam) == Words{"opam", "exec", "--", "./b", "-q"});
    CHECK(make_argv({.argv = {"mine"}, .entrypoint = std::nullopt}, config, opam).back() == "mine");
}

TEST_CASE("the project's own CMD is the default, also an empty one")
{
    Image image{.entrypoint = {"./run"}, .command = Words{"--all"}};
    CHECK(make_argv({}, {}, image) == Words{"./run", "--all"});
    image.command = Words{};
    CHECK(make_argv({}, {}, image) == Words{"./run"});
    image.command.reset(); // the base image may have one
    CHECK(make_argv({}, {}, image) == Words{"./run", "make", "bench"});
}

TEST_CASE("an entrypoint in shell form gets no default command")
{
    const Image image{.entrypoint = {"/bin/sh", "-c", "./bench.sh"}};
    CHECK(make_argv({}, {}, image) == image.entrypoint);
    const Image shell{.entrypoint = {"/bin/sh", "-c"}};
    CHECK(make_argv({}, {}, shell) == Words{"/bin/sh", "-c", "make", "bench"});
    const Image named{.entrypoint = {"/bin/sh", "-c", "exec \"$0\" \"$@\""}};
    CHECK(make_argv({.argv = {"ls"}, .entrypoint = std::nullopt}, {}, named).back() == "ls");
}

TEST_CASE("another entrypoint takes the place of the image's")
{
    const Image image{.entrypoint = {"tini", "--"}, .command = Words{"./b"}};
    CHECK(make_argv({.argv = {}, .entrypoint = Words{}}, {}, image) == Words{"./b"});
    CHECK(make_argv({.argv = {"x"}, .entrypoint = Words{"sh"}}, {}, image) == Words{"sh", "x"});
}

TEST_CASE("a command knows its commit, and the user's variables win")
{
    Source source;
    source.repo = "mirage/index";
    source.branch = "main";
    source.commit = CommitId::parse(std::string(40, 'a')).value();
    using Variables = std::vector<std::pair<std::string, std::string>>;
    CHECK(make_environment(source, {{"CB_BRANCH", "mine"}, {"A", "b"}}) ==
          Variables{{"CB_REPO", "mirage/index"},
                    {"CB_COMMIT", std::string(40, 'a')},
                    {"CB_BRANCH", "mine"},
                    {"A", "b"}});
}
