#include "catch.hpp"
#include "project/project.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

using cb::project::Form;
using cb::project::Reading;

namespace {

Reading read(std::string_view text)
{
    static const cb::project::TableNames tables{{"watch", "build", "run"}, {"notify"}};
    return cb::project::read(text, tables);
}

/// "LINE:COLUMN: what", one a line.
std::string faults_of(std::string_view text)
{
    std::string all;
    for (const auto& fault : read(text).faults) {
        all += fmt::format("{}:{}: {}\n", fault.at.line, fault.at.column, fault.what);
    }
    return all;
}

const std::string repository = "repository = \"r\"\n";

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

} // namespace

TEST_CASE("a file with everything")
{
    const auto [project, faults] = read(R"(
repository = "https://example.org/index"
repo = "mirage/index"
command = ["make", "bench"]

[run]
cpu = "3"
repeat = 5
strict = true
env = ["A=1", "B="]

[[configuration]]
name = "quick"

[[configuration]]
name = "long"
command = ["./bench", ""]
worker = "big"
[configuration.run]
repeat = 50
)");
    REQUIRE(faults.empty());
    CHECK(project.repository == "https://example.org/index");
    CHECK(project.repo == "mirage/index");
    REQUIRE(project.tables.at("run").size() == 4);
    std::vector<Form> forms;
    std::vector<std::string> texts;
    for (const auto& setting : project.tables.at("run")) {
        forms.push_back(setting.form);
        texts.insert(texts.end(), setting.texts.begin(), setting.texts.end());
    }
    CHECK(forms == std::vector{Form::text, Form::list, Form::number, Form::truth});
    CHECK(texts == std::vector<std::string>{"3", "A=1", "B=", "5", "true"});
    REQUIRE(project.configurations.size() == 2);
    const auto& quick = project.configurations[0];
    CHECK(quick.name == "quick");
    CHECK(quick.command == std::vector<std::string>{"make", "bench"});
    CHECK(quick.tables.empty());
    const auto& thorough = project.configurations[1];
    CHECK(thorough.command == std::vector<std::string>{"./bench", ""});
    CHECK(thorough.worker == cb::WorkerName::parse("big").value());
    CHECK(thorough.tables.at("run").at(0).texts == std::vector<std::string>{"50"});
    CHECK(thorough.tables.at("run").at(0).at == cb::project::Position{20, 1});
}

TEST_CASE("a file without configurations has one")
{
    const auto [project, faults] = read(repository + "worker = \"w\"\n[run]\ncpu = \"3\"\n");
    CHECK(faults.empty());
    REQUIRE(project.configurations.size() == 1);
    CHECK(project.configurations[0].name == "default");
    CHECK(project.configurations[0].worker == cb::WorkerName::parse("w").value());
    CHECK(project.configurations[0].tables.empty());
    CHECK(project.tables.at("run").size() == 1);
}

TEST_CASE("each fault of a file has its place")
{
    CHECK(faults_of(R"(repositry = "r"
command = "make bench"
[rum]
cpu = 3
[run]
timeout = 1.5
since = 2026-01-31
mount = [["a"]]
shm = { size = 1 }
env = [true]
[[configuration]]
command = []
[[configuration]]
name = ""
nme = "x"
)") == R"(1:1: repository is missing: the path or the address of the project
1:1: there is no key "repositry" here; did you mean repository?
2:11: command must be an array of words, such as ["make", "bench"]
3:2: there is no key "rum" here; did you mean run?
6:11: timeout must be a text in quotes, a whole number, true or false, or an array of texts
7:9: since must be a text in quotes, a whole number, true or false, or an array of texts
8:9: mount must be a text in quotes, a whole number, true or false, or an array of texts
9:7: shm must be a text in quotes, a whole number, true or false, or an array of texts
10:7: env must be a text in quotes, a whole number, true or false, or an array of texts
11:1: name is missing in this configuration
12:11: command must be an array of words, such as ["make", "bench"]
14:8: name must be a text in quotes, not empty and without NUL
15:1: there is no key "nme" here; did you mean name?
)");
}

TEST_CASE("a worker has a name that a machine can have")
{
    CHECK_THAT(faults_of(repository + "worker = \" w\"\n"), Catch::StartsWith("2:10: worker: "));
}

TEST_CASE("two configurations with one name are a fault")
{
    CHECK_THAT(faults_of(repository +
                         "[[configuration]]\nname = \"a\"\n[[configuration]]\nname = \"a\"\n"),
               CB_CONTAINS("two configurations with the name \"a\""));
}

TEST_CASE("hostile files are refused")
{
    const auto wrong = GENERATE_COPY(std::string("\xff\xfe"),
                                     repository + "x = \"\xc3\x28\"",
                                     repository + "\xC2\xB5s = 1",
                                     repository + "x = \xC2\xB5",
                                     repository + repository,
                                     repository + "[run]\n[run]\n",
                                     repository + "[run]\nshm = \"4G\"\nshm = \"5G\"\n",
                                     repository + "configuration = \"x\"",
                                     repository + "configuration = []",
                                     repository + "[configuration]\nname = \"x\"",
                                     repository + "run = 3",
                                     repository + "repo = \"\\u0000\"",
                                     repository + "[run]\nenv = [\"A=\\u0000\"]",
                                     repository + "x = " + repeated("[", 100'000),
                                     repository + "x = " + repeated("{a=", 100'000),
                                     "[" + repeated("a.", 500'000) + "a]",
                                     "x = {" + repeated("a.", 500'000) + "a = 1}",
                                     repeated("[[a]]\n", 100'000),
                                     std::string(1'000'000, '['),
                                     std::string(1'000'000, '\0'),
                                     std::string{});
    const auto faults = read(wrong).faults;
    REQUIRE_FALSE(faults.empty());
    CHECK(faults.size() <= 50);
    for (const auto& fault : faults) {
        CHECK(fault.what.size() < 1000);
    }
}

// toml++ 3.3 called it unreachable that a character of these blocks is not a space.
TEST_CASE("a folded text may go on with any letter")
{
    const auto letter =
        GENERATE("\xC2\xB5s", "\xD0\xB6", "\xE2\x82\xAC", "\xE3\x80\x81", "\xEF\xBC\xA1");
    const auto reading = read(repository + "command = [\"\"\"a\\\n  " + letter + "\"\"\"]\n");
    REQUIRE(reading.faults.empty());
    CHECK(reading.project.configurations.front().command ==
          std::vector<std::string>{std::string{"a"} + letter});
}

TEST_CASE("deep keys within the limit do no harm")
{
    std::string text = repository;
    for (int i = 0; i < 1000; ++i) {
        text += fmt::format("[x{}.{}a]\n{}a = {{ {}a = 1 }}\n",
                            i,
                            repeated("a.", 200),
                            repeated("b.", 100),
                            repeated("c.", 100));
    }
    CHECK(read(text).faults.size() == 50);
}

TEST_CASE("a comment may have many dots")
{
    CHECK(read("  # " + std::string(1000, '.') + "\n" + repository).faults.empty());
}

TEST_CASE("a table of the whole project is at the top only")
{
    const auto [project, faults] =
        read(repository + "[notify]\nmail-to = [\"a@b\", \"c@d\"]\n[run]\ncpu = 3\n");
    CHECK(faults.empty());
    REQUIRE(project.tables.at("notify").size() == 1);
    CHECK(project.tables.at("notify").front().texts == std::vector<std::string>{"a@b", "c@d"});
    CHECK(project.tables.contains("run"));
    CHECK(project.configurations.front().tables.empty());
    CHECK(faults_of(repository + "[[configuration]]\nname = \"x\"\n[configuration.notify]\n"
                                 "when = \"change\"\n") ==
          "4:16: [notify] is for the whole project: write it outside the configurations\n");
    CHECK(faults_of(repository + "[notfy]\n") ==
          "2:2: there is no key \"notfy\" here; did you mean notify?\n");
}
