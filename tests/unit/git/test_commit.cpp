#include "base/time.hpp"
#include "base/utf8.hpp"
#include "catch.hpp"
#include "git/repository.hpp"
#include "git/temp_repository.hpp"

#include <fmt/format.h>

using cb::git::Repository;

namespace {

/// The parsed commit object with these header lines and this message.
cb::git::Commit facts_of(const TempRepository& temp, const std::string& after_tree)
{
    const auto tree = temp.store_object("tree", "");
    const auto id = temp.store_object("commit", "tree " + tree + "\n" + after_tree);
    return Repository::open(temp.path()).commit(cb::CommitId::parse(id).value());
}

} // namespace

TEST_CASE("a commit's facts are those that git log shows")
{
    TempRepository temp;
    const auto first = temp.commit("first");
    temp.git({"checkout", "--quiet", "-b", "side"});
    const auto side = temp.commit("side");
    temp.git({"checkout", "--quiet", "main"});
    const auto main = temp.commit("main");
    temp.clock += 60;
    temp.git({"merge", "--quiet", "--no-ff", "-m", "Merge it\n\nand more", "side"});

    const auto commit = Repository::open(temp.path()).commit(temp.id_of("HEAD"));
    CHECK(commit.id == temp.id_of("HEAD"));
    CHECK(commit.parents == std::vector{main, side});
    CHECK(commit.author == "Ada Lovelace <ada@example.org>");
    CHECK(commit.authored_at == cb::parse_rfc3339("2023-11-14T22:17:20Z").value());
    CHECK(commit.committed_at == cb::parse_rfc3339("2023-11-14T22:17:20Z").value());
    CHECK(commit.subject == "Merge it");
    CHECK(Repository::open(temp.path()).commit(first).parents.empty());
}

TEST_CASE("trailers that expect a change are in the last paragraph")
{
    const auto expected_in = [](const std::string& message) {
        TempRepository temp;
        return facts_of(temp, "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n" + message)
            .perf_expected;
    };
    using Texts = std::vector<std::string>;
    CHECK(expected_in("Check it\n\nPerf-expected: parse +5%\nSigned-off-by: A <a@b>\n"
                      "perf-Expected:  merge \r\n") == Texts{"parse +5%", "merge"});
    CHECK(expected_in("Check it\r\n\r\nPerf-expected: parse\r\n") == Texts{"parse"});
    CHECK(expected_in("Perf-expected: parse\n").empty()); // the subject
    CHECK(expected_in("A\n\nPerf-expected: parse\n\nMore\n").empty());
    CHECK(expected_in("A\n\nPerf-expected:\n").empty());
    std::string many = "A\n\n";
    for (int i = 0; i < 100; ++i) {
        many += "Perf-expected: x\n";
    }
    CHECK(expected_in(many).size() == 16);
}

TEST_CASE("texts that are not UTF-8 are repaired, and long ones cut")
{
    TempRepository temp;
    const auto commit = facts_of(temp,
                                 "author J\xF6rg <j@x> 1700000000 +0000\n"
                                 "committer J\xF6rg <j@x> 1700000000 +0000\n\nFix \xFF it\r\nmore");
    CHECK(commit.author == "J\xEF\xBF\xBDrg <j@x>");
    CHECK(commit.subject == "Fix \xEF\xBF\xBD it");
    const auto filler = GENERATE(std::string{"a"}, std::string{"\xFF"}, std::string{"\xC3\xA9"});
    std::string subject;
    for (int i = 0; i < 5000; ++i) {
        subject += filler;
    }
    const auto cut =
        facts_of(temp, "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n" + subject + "\n");
    CHECK(cut.subject.size() <= 1024);
    CHECK(cut.subject.size() > 1000);
    CHECK(cb::is_utf8(cut.subject));
}

TEST_CASE("texts are read in the encoding that the commit names")
{
    struct Case {
        const char *encoding, *bytes, *text;
    };
    const auto one = GENERATE(Case{"ISO-8859-1", "Andr\xE9", "Andr\u00E9"},
                              Case{"latin1", "Andr\xE9", "Andr\u00E9"},
                              Case{"windows-1251", "\xCF\xF0\xE8", "\u041F\u0440\u0438"},
                              Case{"Shift_JIS", "\x93\xFA\x96\x7B", "\u65E5\u672C"},
                              Case{"ISO-2022-JP", "\x1B$BF|K\\\x1B(B", "\u65E5\u672C"},
                              Case{"no-such", "Andr\xE9", "Andr\uFFFD"},
                              Case{"../../tmp/evil", "Andr\u00E9", "Andr\u00E9"},
                              Case{"UTF-8//TRANSLIT", "Andr\u00E9", "Andr\u00E9"},
                              Case{"EUC-JP", "Andr\u00E9\xFF", "Andr\u00E9\uFFFD"});
    INFO(one.encoding);
    TempRepository temp;
    const auto commit =
        facts_of(temp,
                 fmt::format("author {0} <a@b> 1700000000 +0000\n"
                             "committer {0} <a@b> 1700000000 +0000\nencoding {1}\n\n{0}\nmore\n",
                             one.bytes,
                             one.encoding));
    CHECK(commit.subject == one.text);
    CHECK(commit.author == fmt::format("{} <a@b>", one.text));
}

TEST_CASE("a long text in another encoding is cut between characters")
{
    TempRepository temp;
    std::string line;
    for (int i = 0; i < 100'000; ++i) {
        line += "\x93\xFA";
    }
    const auto commit = facts_of(temp,
                                 "author A <a@b> 1700000000 +0000\ncommitter A <a@b> 1700000000 "
                                 "+0000\nencoding SJIS\n\n" +
                                     line + "\n");
    CHECK(commit.subject.size() == 1023);
    CHECK(commit.subject.starts_with("\u65E5\u65E5"));
    CHECK(cb::is_utf8(commit.subject));
}

TEST_CASE("a message may be empty, and a time out of bounds")
{
    TempRepository temp;
    const auto commit =
        facts_of(temp, "author A <a@b> 999999999999 +0000\ncommitter A <a@b> 1700000000 +0000\n\n");
    CHECK(commit.subject.empty());
    CHECK_FALSE(commit.authored_at);
    CHECK(commit.committed_at == cb::parse_rfc3339("2023-11-14T22:13:20Z").value());
}

TEST_CASE("a commit that is not there is refused")
{
    TempRepository temp;
    const auto repository = Repository::open(temp.path());
    for (const std::size_t digits : {40U, 64U}) {
        const std::string hex(digits, 'a');
        CHECK_THROWS_WITH(repository.commit(cb::CommitId::parse(hex).value()),
                          temp.path().native() + " has no commit " + hex);
    }
}

TEST_CASE("the names in the top directory and the files of a commit can be read")
{
    TempRepository temp;
    temp.write("bench.Dockerfile", "FROM scratch\n");
    temp.write("odd\xFFname", "x");
    temp.write("src/main.c", "int main;\n");
    std::filesystem::create_symlink("bench.Dockerfile", temp.path() / "link");
    const auto commit = temp.commit("first");
    temp.write("bench.Dockerfile", "changed and not committed");
    const auto repository = Repository::open(temp.path());

    CHECK(repository.root_names(commit) ==
          std::vector<std::string>{"bench.Dockerfile", "link", "odd\xFFname", "src"});
    const cb::Bytes bound{100};
    CHECK(repository.read_file(commit, "bench.Dockerfile", bound) == "FROM scratch\n");
    CHECK(repository.read_file(commit, "src/main.c", bound) == "int main;\n");
    CHECK_FALSE(repository.read_file(commit, "Dockerfile", bound));
    CHECK_FALSE(repository.read_file(commit, "src", bound));
    CHECK_FALSE(repository.read_file(commit, "link", bound));
    CHECK_FALSE(repository.read_file(commit, "bench.Dockerfile/x", bound));
    CHECK_THROWS_WITH(repository.read_file(commit, "src/main.c", cb::Bytes{9}),
                      CB_CONTAINS("is larger than 9"));
}
