#include "catch.hpp"
#include "engine/container/docker_instructions.hpp"
#include "engine/container/dockerfile.hpp"

using namespace cb::engine;
using Instructions = std::vector<DockerInstruction>;

namespace {

bool sets_command(std::string_view text, const std::map<std::string, std::string>& args = {})
{
    return read_dockerfile(text, args, {}).sets_command;
}

} // namespace

TEST_CASE("instructions are read over comments, blank lines and continuations")
{
    CHECK(read_instructions("\xEF\xBB\xBF# a comment\r\n"
                            "from debian:12\r\n"
                            "\n"
                            "  RUN a \\\n"
                            "# in between\n"
                            "\n"
                            "   b \\  \n"
                            "   c\n"
                            "CMD\t[\"x\", \\\n\"y\"]") ==
          Instructions{{"FROM", "debian:12"}, {"RUN", "a    b    c"}, {"CMD", "[\"x\", \"y\"]"}});
    CHECK(read_instructions("").empty());
    CHECK(read_instructions("\n\n#\n").empty());
    CHECK(read_instructions("RUN a \\") == Instructions{{"RUN", "a"}});
    CHECK(read_instructions("RUN a \\\\\nCMD b") == Instructions{{"RUN", "a \\\\"}, {"CMD", "b"}});
}

TEST_CASE("the escape directive counts at the top only")
{
    CHECK(read_instructions(
              "# syntax=docker/dockerfile:1\n#Escape = `\nRUN a `\n b\nRUN c\\\nCMD d") ==
          Instructions{{"RUN", "a  b"}, {"RUN", "c\\"}, {"CMD", "d"}});
    CHECK(read_instructions("# text\n# escape=`\nRUN a `\nCMD b") ==
          Instructions{{"RUN", "a `"}, {"CMD", "b"}});
    CHECK(read_instructions("\n# escape=`\nRUN a `\nCMD b") ==
          Instructions{{"RUN", "a `"}, {"CMD", "b"}});
}

TEST_CASE("what a here-document holds is no instruction")
{
    CHECK(read_instructions("RUN <<EOF\nCMD no\nEOF\nCMD yes") ==
          Instructions{{"RUN", "<<EOF"}, {"CMD", "yes"}});
    CHECK(read_instructions("COPY <<a <<-\"b\" /to\nCMD a\na\n\tCMD b\n\tb\nCMD yes").size() == 2);
    CHECK(read_instructions("ONBUILD RUN 3<<EOF cat\nCMD no\nEOF\nUSER x").size() == 2);
    CHECK(read_instructions("RUN cat <<<text\nCMD yes").size() == 2);
    CHECK(read_instructions("RUN x '<<EOF'\nCMD yes").size() == 2);
    CHECK(read_instructions("RUN a<<EOF\nCMD yes").size() == 2);
    CHECK(read_instructions("ENV A=<<EOF\nCMD yes").size() == 2);
    CHECK(read_instructions("RUN <<EOF\nCMD no").size() == 1);
}

TEST_CASE("the command is that of the last stage")
{
    CHECK(sets_command("FROM a\nCMD x"));
    CHECK(sets_command("FROM a\ncmd [\"x\"]"));
    CHECK_FALSE(sets_command("FROM a\nRUN x"));
    CHECK_FALSE(sets_command(""));
    CHECK_FALSE(sets_command("FROM a AS b\nCMD x\nFROM c\nCOPY --from=b /x /x"));
    CHECK_FALSE(sets_command("FROM a\nRUN echo \\\nCMD x"));
    CHECK_FALSE(sets_command("FROM a\n# CMD x"));
    CHECK_FALSE(sets_command("FROM a\nHEALTHCHECK CMD x"));
    CHECK_FALSE(sets_command("FROM a\nONBUILD CMD x"));
}

TEST_CASE("a stage inherits the command of an earlier stage of the file")
{
    CHECK(sets_command("FROM a AS Built\nCMD x\nFROM other\nFROM --platform=x built"));
    CHECK(sets_command("FROM a AS b\nCMD x\nFROM b AS c\nFROM c"));
    CHECK_FALSE(sets_command("FROM a AS b\nFROM b\nFROM b"));
    CHECK_FALSE(sets_command("FROM a AS b\nCMD x\nFROM debian AS b\nFROM b"));
    CHECK(sets_command("ARG KIND=b\nFROM a AS b\nCMD x\nFROM ${KIND}"));
    CHECK_FALSE(sets_command("ARG KIND=b\nFROM a AS b\nCMD x\nFROM $KIND", {{"KIND", "c"}}));
    CHECK(sets_command("ARG KIND\nFROM a AS b\nCMD x\nFROM ${KIND:-b}"));
}

TEST_CASE("an entry point drops the command that was made for another")
{
    CHECK_FALSE(sets_command("FROM a AS b\nCMD x\nFROM b\nENTRYPOINT [\"y\"]"));
    CHECK(sets_command("FROM a AS b\nCMD x\nFROM b\nENTRYPOINT [\"y\"]\nCMD z"));
    CHECK(sets_command("FROM a\nCMD z\nENTRYPOINT [\"y\"]"));
}

TEST_CASE("the arguments that any stage declares")
{
    const auto facts = read_dockerfile("ARG A\nFROM x\nARG B=1 C=\"2 D\"\narg CB_COMMIT\n"
                                       "RUN ARG E\nFROM y\nENV F=1",
                                       {},
                                       {});
    CHECK(facts.arguments == std::set<std::string>{"A", "B", "C", "CB_COMMIT"});
}

TEST_CASE("the stage that is built decides about the command")
{
    constexpr auto text = "FROM debian AS build\nCMD a\nFROM debian AS Tools\nRUN x\nFROM build\n";
    const auto sets = [](const std::optional<std::string>& target) {
        return read_dockerfile(text, {}, target).sets_command;
    };
    CHECK(sets(std::nullopt));
    CHECK(sets("build"));
    CHECK(sets("0"));
    CHECK_FALSE(sets("tools"));
    CHECK_FALSE(sets("1"));
    CHECK(sets("2"));
    CHECK_FALSE(read_dockerfile("", {}, "x").sets_command);
}
