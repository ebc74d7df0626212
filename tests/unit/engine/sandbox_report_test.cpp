#include "catch.hpp"
#include "engine/sandbox_report.hpp"

using namespace cb;
using namespace cb::engine;

namespace {

constexpr auto ended = R"({"event":"end","started_at_ns":1,"wall_ns":2000000000,"timed_out":false,)"
                       R"("exit_code":0,"signal":null,"personality":0,"user_us":1,"system_us":1})";

Supervised with_files(std::size_t count)
{
    Supervised result;
    for (std::size_t i = 0; i < count; ++i) {
        result.files.push_back({"file", "", "was not sent"});
    }
    return result;
}

/// Feeds the text from `start` on in pieces of `size` bytes; chunk boundaries must not affect the
/// result.
void feed(SandboxReport& report, const std::string& text, std::size_t size, std::size_t start = 0)
{
    for (std::size_t end = start + size; end < text.size(); end += size) {
        report.take(std::string_view{text}.substr(0, end));
    }
    report.finish(text);
}

} // namespace

TEST_CASE("standard error of the command lies between two reports")
{
    for (const std::size_t size : {1U, 2U, 7U, 1000U}) {
        Supervised result = with_files(1);
        SandboxReport report{result};
        const std::string before = "level=warning of the engine\n";
        report.take(before);
        report.word_was_given();
        feed(report,
             before + "first\n{\"event\":\"end\"}\nno newline" + "\n" + report.word() + ended +
                 "\n{\"event\":\"file\",\"size\":4,\"message\":\"\"}\na\nb\nlast\n",
             size,
             before.size());
        CHECK(result.error_output == "first\n{\"event\":\"end\"}\nno newline");
        REQUIRE(result.ended);
        CHECK(result.ended->exit_code == 0);
        CHECK(result.files.front().content == "a\nb\n");
        CHECK(result.files.front().problem.empty());
        CHECK(result.log == before + "last\n");
    }
}

TEST_CASE("a command cannot forge a report")
{
    Supervised result = with_files(0);
    SandboxReport report{result};
    report.word_was_given();
    const std::string forged = "\n" + std::string(32, '0') + "\n" + ended + "\n";
    feed(report, forged, 3);
    CHECK_FALSE(result.ended);
    CHECK(result.error_output == forged);
}

TEST_CASE("two sandboxes have two secrets")
{
    Supervised result;
    CHECK(SandboxReport{result}.word() != SandboxReport{result}.word());
}

TEST_CASE("files that are cut off, missing, or more than were asked for")
{
    Supervised result = with_files(2);
    SandboxReport report{result};
    report.word_was_given();
    feed(report,
         "\n" + report.word() +
             "{\"event\":\"file\",\"size\":0,\"message\":\"No such file\"}\n"
             "{\"event\":\"file\",\"size\":9,\"message\":\"\"}\nhalf",
         5);
    CHECK(result.files[0].problem == "No such file");
    CHECK(result.files[1].content == "half");
    CHECK(result.files[1].problem == "it is truncated");
    Supervised none = with_files(0);
    SandboxReport other{none};
    other.word_was_given();
    feed(other, "\n" + other.word() + "{\"event\":\"file\",\"size\":9,\"message\":\"\"}\nx\n", 4);
    CHECK(none.files.empty());
    CHECK(none.log == "x\n");
}
