#include "base/fd.hpp"
#include "catch.hpp"
#include "manifest/stream.hpp"
#include "samples.hpp"

#include <sys/mman.h>

#include <unistd.h>

using namespace cb;
using namespace cb::test;

namespace {

class Messages : public Log {
public:
    void write(Level level, std::string_view message) override
    {
        CHECK(level == Level::error);
        all.emplace_back(message);
    }
    std::vector<std::string> all;
};

Fd file_of(std::string_view text)
{
    Fd fd{::memfd_create("manifests", MFD_CLOEXEC)};
    write_all(fd.get(), text, "a file in memory");
    ::lseek(fd.get(), 0, SEEK_SET);
    return fd;
}

std::string line_of(const std::string& job)
{
    return R"({"cb":1,"job":")" + job + R"(","status":"ok","source":{"repo":"r"}})" + "\n";
}

} // namespace

TEST_CASE("bad lines are named with their number, counted and left out, and the rest goes on")
{
    const auto input = file_of("garbage\n" + line_of("first") + "\n  \t\r\n{\"cb\":2}\n" +
                               line_of("second") + line_of("bad job") + R"({"cb":1,"job":"cut)");
    Messages log;
    ManifestReader reader{input.get(), "stdin", log};
    CHECK(reader.next()->job().text() == "first");
    CHECK(reader.bad_lines() == 1);
    CHECK(reader.next()->job().text() == "second");
    CHECK_FALSE(reader.next().has_value());
    CHECK_FALSE(reader.next().has_value());
    CHECK(reader.bad_lines() == 4);
    REQUIRE(log.all.size() == 4);
    CHECK_THAT(log.all[0], Catch::StartsWith("stdin, line 1: not valid JSON"));
    CHECK_THAT(log.all[1], Catch::StartsWith("stdin, line 5: cb: this manifest is of version 2"));
    CHECK_THAT(log.all[2], Catch::StartsWith("stdin, line 7: job: \"bad job\" is not"));
    CHECK_THAT(log.all[3], Catch::StartsWith("stdin, line 8: not valid JSON"));
}

TEST_CASE("a last line without a newline and one with a carriage return are manifests")
{
    auto text = line_of("first");
    text.insert(text.size() - 1, "\r");
    const auto input = file_of(text + line_of("last").substr(0, line_of("last").size() - 1));
    Messages log;
    ManifestReader reader{input.get(), "stdin", log};
    CHECK(reader.next()->job().text() == "first");
    CHECK(reader.next()->job().text() == "last");
    CHECK_FALSE(reader.next().has_value());
    CHECK(log.all.empty());
}

TEST_CASE("a line that is too long is a bad line, even if its start would be a manifest")
{
    const auto good = line_of("good");
    auto padded = good;
    padded.insert(padded.size() - 1, std::string(100, ' '));
    const auto input = file_of(padded + good);
    Messages log;
    ManifestReader reader{input.get(), "file.json", log, Bytes{good.size() + 10}};
    CHECK(reader.next()->job().text() == "good");
    CHECK(reader.bad_lines() == 1);
    CHECK(log.all.front() == "file.json, line 1: the line is longer than a manifest may be");
}

TEST_CASE("no input is no manifest and no error")
{
    const auto input = file_of("");
    Messages log;
    ManifestReader reader{input.get(), "stdin", log};
    CHECK_FALSE(reader.next().has_value());
    CHECK(reader.bad_lines() == 0);
}

TEST_CASE("what is written can be read, one line a manifest")
{
    const Fd file = file_of("");
    write_line(file.get(), full_manifest());
    write_line(file.get(), bare_manifest());
    ::lseek(file.get(), 0, SEEK_SET);
    Messages log;
    ManifestReader reader{file.get(), "stdin", log};
    CHECK(reader.next()->to_json() == full_manifest().to_json());
    CHECK(reader.next()->to_json() == bare_manifest().to_json());
    CHECK_FALSE(reader.next().has_value());
}

TEST_CASE("an alias between manifests is kept for those who ask, and else left out with a word")
{
    const std::string alias =
        R"({"cb":1,"alias":{"repo":"r","old":{"benchmark":"b","test":"t","metric":"m","unit":"","direction":"lower"},)"
        R"("new":{"benchmark":"b","test":"u","metric":"m","unit":"","direction":"lower"},)"
        R"("by":"ada","at":"2026-01-31T08:00:00.000Z","reason":""}})"
        "\n";
    const auto bad = R"({"cb":1,"alias":{}})" + std::string{"\n"};
    const auto input = file_of(line_of("first") + alias + bad + line_of("second"));
    struct Lines final : Log {
        void write(Level level, std::string_view message) override
        {
            all.push_back((level == Level::warning ? "warning: " : "error: ") +
                          std::string{message});
        }
        std::vector<std::string> all{};
    };
    for (const bool keeps : {true, false}) {
        ::lseek(input.get(), 0, SEEK_SET);
        Lines log;
        ManifestReader reader{input.get(), "stdin", log};
        if (keeps) {
            reader.keep_aliases();
        }
        CHECK(reader.next()->job().text() == "first");
        CHECK(reader.next()->job().text() == "second");
        CHECK_FALSE(reader.next().has_value());
        CHECK(reader.bad_lines() == 1);
        CHECK_THAT(log.all.back(), Catch::StartsWith("error: stdin, line 3: alias: "));
        CHECK(log.all.size() == (keeps ? 1 : 2));
        const auto aliases = reader.take_aliases();
        REQUIRE(aliases.size() == (keeps ? 1 : 0));
        CHECK((!keeps || aliases[0].new_series.test == "u"));
        CHECK(reader.take_aliases().empty());
    }
}
