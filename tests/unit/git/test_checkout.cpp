#include "base/hash.hpp"
#include "catch.hpp"
#include "git/export.hpp"
#include "git/temp_repository.hpp"

#include <fmt/format.h>

using cb::git::Repository;

namespace {

/// A repository whose commits are exported one by one.
struct Bed {
    TempRepository temp{};
    std::filesystem::path out = temp.beside("out");

    cb::git::Exported exported(const cb::CommitId& commit) const
    {
        std::filesystem::remove_all(out);
        std::filesystem::create_directory(out);
        return export_to(out, Repository::open(temp.path()), commit);
    }

    [[nodiscard]] std::string content(const std::string& path) const
    {
        return cb::read_file(out / path, cb::Bytes{1U << 20U});
    }

    [[nodiscard]] cb::Error refusal(const cb::CommitId& commit) const
    {
        try {
            static_cast<void>(exported(commit));
        } catch (const cb::Error& error) {
            return error;
        }
        FAIL("it was exported");
        throw std::logic_error{"FAIL returned"};
    }

    /// Stores the object of git-lfs; returns its pointer.
    [[nodiscard]] std::string store_lfs(const std::string& content,
                                        const std::filesystem::path& storage) const
    {
        const auto id = cb::sha256_hex(content);
        const auto directory = storage / "objects" / id.substr(0, 2) / id.substr(2, 2);
        std::filesystem::create_directories(directory);
        cb::replace_file(directory / id, content);
        return fmt::format("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize {}\n",
                           id,
                           content.size());
    }
};

} // namespace

TEST_CASE("an export has the line ends, ident and encoding that git archive gives")
{
    Bed bed;
    bed.temp.write(".gitattributes",
                   "*.txt text\n*.bat text eol=crlf\n*.auto text=auto eol=crlf\n*.id ident\n"
                   "*.utf16 text working-tree-encoding=UTF-16LE\n*.bin binary\n"
                   "*.latin text working-tree-encoding=ISO-8859-1 eol=crlf\n"
                   "[attr]dos text eol=crlf\nmacro dos\nsub/*.txt eol=crlf\n");
    bed.temp.write("sub/.gitattributes", "deep.txt -text\n/only.bat -text\n");
    for (const auto* const name : {"a.txt",
                                   "a.bat",
                                   "sub/a.txt",
                                   "sub/deep.txt",
                                   "sub/only.bat",
                                   "sub/more/deep.txt",
                                   "more/deep.txt",
                                   "macro",
                                   "a.auto"}) {
        bed.temp.write(name, "one\ntwo\n");
    }
    bed.temp.write("binary.auto", std::string("one\n\0two\n", 9));
    bed.temp.write("a.id", "a $Id: old $\n");
    bed.temp.write("a.bin", std::string("one\n\0", 5));
    bed.temp.write("empty.bat", "");
    const auto tree = [&] { // as committed; the reverse conversion of the work tree does not matter
        bed.temp.git({"-c", "core.safecrlf=false", "add", "--all"});
        const auto put = [&](const std::string& name, const std::string& text) {
            bed.temp.git({"update-index",
                          "--add",
                          "--cacheinfo",
                          "100644," + bed.temp.store_object("blob", text) + "," + name});
        };
        put("a.utf16", "\u65E5\u672C\n");
        put("a.latin", "Andr\u00E9\n");
        return bed.temp.git({"write-tree"});
    }();
    const auto commit = bed.temp.commit_of_tree(tree);
    bed.temp.write(".gitattributes", "* filter=lfs eol=crlf\n"); // in the work tree: ignored
    bed.temp.write(".git/info/attributes", "* eol=crlf\n");      // ignored, too

    const auto facts = bed.exported(commit);
    std::filesystem::remove(bed.temp.path() / ".git/info/attributes"); // git archive would read it
    bed.temp.shell("mkdir ../theirs; git archive " + commit.hex() + " | tar -x -C ../theirs");
    CHECK(bed.temp.shell("diff -r ../out ../theirs | cat -A") == "");
    CHECK(bed.content("a.txt") == "one\ntwo\n");
    CHECK(bed.content("a.bat") == "one\r\ntwo\r\n");
    CHECK(bed.content("sub/a.txt") == "one\r\ntwo\r\n");
    CHECK(bed.content("sub/deep.txt") == "one\ntwo\n");
    CHECK(bed.content("sub/only.bat") == "one\ntwo\n");
    CHECK(bed.content("a.latin") == "Andr\xE9\r\n");
    CHECK(bed.content("a.utf16") == std::string("\xE5\x65\x2C\x67\n\0", 6));
    CHECK_THAT(bed.content("a.id"), CB_CONTAINS("$Id: "));
    CHECK(facts.filters_not_run.empty());
}

TEST_CASE("attributes and keywords are read as git reads them")
{
    Bed bed;
    bed.temp.write(
        ".gitattributes",
        "*.id ident\n\"a b.txt\" eol=crlf\n\"tab\\there.txt\" text eol=crlf\n"
        "\"\\303\\251.txt\" eol=crlf\n!negative.txt eol=crlf\n\\!literal.txt eol=crlf\n"
        "\"!quoted.txt\" eol=crlf\n\"open.txt eol=crlf\n\"bad\\q.txt\" eol=crlf\n"
        "back\\ slash.txt eol=crlf\nslash.txt -text\n\"#hash.txt\" eol=crlf\n"
        "#comment.txt eol=crlf\n  \tindented.txt eol=crlf\n\"dir with blank/*\" eol=crlf\n"
        "long.txt " +
            std::string(2040, 'x') +
            "\nwindows.txt eol=crlf\r\n\"glued.txt\"eol=crlf\nunset.id -ident\n"
            "text.id ident=yes\n*.le text working-tree-encoding=UTF-16LE-BOM\n"
            "*.be text working-tree-encoding=UTF-16BE-BOM\n");
    for (const auto* const name :
         {"a b.txt",       "tab\there.txt",       "\xC3\xA9.txt",   "negative.txt",
          "!negative.txt", "!literal.txt",        "!quoted.txt",    "quoted.txt",
          "\"open.txt",    "\"badq.txt\"",        "\"bad\\q.txt\"", "back slash.txt",
          "back\\",        "slash.txt",           "#hash.txt",      "#comment.txt",
          "indented.txt",  "dir with blank/file", "long.txt",       "windows.txt",
          "glued.txt"}) {
        bed.temp.write(name, "one\ntwo\n");
    }
    const std::string idents =
        "$Id$ $Id: abc $ $Id: old value $ $Id:$ $Id: $ $Id:  $ $Ident$ $Id: cut\n$Id: a b $Id$\n$ "
        "$Id:x$ $Id: 1 2$ $Id : x $ $id$ $Id: end";
    bed.temp.git({"config", "core.safecrlf", "false"});
    bed.temp.git({"add", "--all"});
    const auto put = [&](const std::string& name, const std::string& text) {
        bed.temp.git({"update-index",
                      "--add",
                      "--cacheinfo",
                      "100644," + bed.temp.store_object("blob", text) + "," + name});
    };
    put("several.id", idents);
    put("unset.id", idents);
    put("text.id", idents);
    put("a.le", "\u65E5\n");
    put("a.be", "\u65E5\n");
    const auto commit = bed.temp.commit_of_tree(bed.temp.git({"write-tree"}));
    static_cast<void>(bed.exported(commit));
    bed.temp.shell("mkdir ../theirs; git archive " + commit.hex() + " | tar -x -C ../theirs");
    CHECK(bed.temp.shell("diff -r ../out ../theirs | cat -A") == "");
    CHECK(bed.content("a b.txt") == "one\r\ntwo\r\n");
    CHECK(bed.content("negative.txt") == "one\ntwo\n");
    CHECK(bed.content("a.le") == "\xFF\xFE\xE5\x65\n" + std::string(1, '\0'));
}

TEST_CASE("files that are not to be in an archive are exported, and their words not replaced")
{
    Bed bed;
    bed.temp.write(".gitattributes", "secret export-ignore\nid export-subst\n");
    bed.temp.write("secret", "kept");
    bed.temp.write("id", "$Format:%H$");
    static_cast<void>(bed.exported(bed.temp.commit("first")));
    CHECK(bed.content("secret") == "kept");
    CHECK(bed.content("id") == "$Format:%H$");
}

TEST_CASE("a git-lfs pointer becomes what it points to")
{
    Bed bed;
    const std::string content(5000, 'x');
    const bool is_elsewhere = GENERATE(false, true);
    if (is_elsewhere) {
        bed.temp.git({"config", "lfs.storage", bed.temp.beside("storage").native()});
    }
    const auto pointer = bed.store_lfs(
        content, is_elsewhere ? bed.temp.beside("storage") : bed.temp.path() / ".git/lfs");
    bed.temp.write("data/.gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    bed.temp.write("data/a.bin", pointer);
    bed.temp.write("data/no-pointer.bin", "small");
    bed.temp.write("data/a.txt", pointer);
    bed.temp.git({"config", "filter.lfs.clean", "cat"});
    const auto facts = bed.exported(bed.temp.commit("with lfs"));
    CHECK(bed.content("data/a.bin") == content);
    CHECK(bed.content("data/no-pointer.bin") == "small");
    CHECK(bed.content("data/a.txt") == pointer);
    CHECK(facts.bytes.count() > content.size());
    CHECK(facts.filters_not_run.empty());
}

TEST_CASE("a git-lfs pointer without its object is named, and is the copy's fault")
{
    Bed bed;
    const auto pointer = bed.store_lfs("content", bed.temp.path() / ".git/lfs");
    const auto id = cb::sha256_hex("content");
    const auto object =
        bed.temp.path() / ".git/lfs/objects" / id.substr(0, 2) / id.substr(2, 2) / id;
    bed.temp.write(".gitattributes", "*.bin filter=lfs\n");
    bed.temp.write("a.bin", pointer);
    const auto commit = bed.temp.commit("with lfs");
    SECTION("missing")
    {
        std::filesystem::remove(object);
        const auto error = bed.refusal(commit);
        CHECK(error.code() == cb::Errc::unavailable);
        CHECK_THAT(error.what(),
                   CB_CONTAINS("a.bin is a git-lfs pointer, but its object is not in " +
                               bed.temp.path().native() + ": run 'git lfs fetch'"));
    }
    SECTION("damaged")
    {
        const auto* const other = GENERATE("contenT", "cont");
        cb::replace_file(object, other);
        const auto error = bed.refusal(commit);
        CHECK(error.code() == cb::Errc::unavailable);
        CHECK_THAT(error.what(), CB_CONTAINS("is damaged"));
    }
}

TEST_CASE("a git-lfs pointer that cannot be understood is the commit's fault")
{
    Bed bed;
    const std::string id(64, 'a');
    const auto rest = GENERATE_COPY(
        values<std::string>({"2\noid sha256:" + id + "\nsize 1\n",
                             "1\next-0-foo sha256:" + id + "\noid sha256:" + id + "\nsize 1\n",
                             "1\noid sha256:" + id + "\nsize -1\n",
                             "1\noid sha256:../../" + id.substr(6) + "\nsize 1\n",
                             "1\noid sha256:" + id + "\n"}));
    bed.temp.write(".gitattributes", "*.bin filter=lfs\n");
    bed.temp.write("a.bin", "version https://git-lfs.github.com/spec/v" + rest);
    const auto error = bed.refusal(bed.temp.commit("odd"));
    CHECK(error.code() == cb::Errc::bad_input);
    CHECK_THAT(error.what(), CB_CONTAINS("a.bin is a git-lfs pointer in a format"));
}

TEST_CASE("a pointer to more than the limits allow is refused before it is read")
{
    Bed bed;
    bed.temp.write(".gitattributes", "*.bin filter=lfs\n");
    bed.temp.write("a.bin",
                   "version https://git-lfs.github.com/spec/v1\noid sha256:" +
                       std::string(64, 'a') + "\nsize 18446744073709551615\n");
    CHECK_THAT(bed.refusal(bed.temp.commit("huge")).what(), CB_CONTAINS("a.bin is larger than"));
}

TEST_CASE("what a filter left encrypted is refused by name")
{
    Bed bed;
    const auto content = GENERATE(std::string("\0GITCRYPT\0secret", 16),
                                  std::string{"U2FsdGVkX1abc"},
                                  std::string{"/annex/objects/KEY\n"});
    bed.temp.write(".gitattributes", "*.key filter=some-crypt\n");
    bed.temp.write("a.key", content);
    const auto error = bed.refusal(bed.temp.commit("secret"));
    CHECK(error.code() == cb::Errc::bad_input);
    CHECK_THAT(error.what(), CB_CONTAINS("a.key is "));
    CHECK_THAT(error.what(), CB_CONTAINS("cannot run the filter \"some-crypt\""));
}

TEST_CASE("any other filter is not run, and is named")
{
    Bed bed;
    bed.temp.write(".gitattributes", "*.c filter=tabspace\n");
    bed.temp.write("a.c", "\tx\n");
    CHECK(bed.exported(bed.temp.commit("tabs")).filters_not_run ==
          std::set<std::string>{"tabspace"});
    CHECK(bed.content("a.c") == "\tx\n");
}

TEST_CASE("an encoding that is not known or lacks a character is refused by name")
{
    Bed bed;
    const auto* const name = GENERATE("ISO-8859-1", "no-such", "ISO-2022-CN-EXT");
    const auto attributes =
        bed.temp.store_object("blob", fmt::format("a working-tree-encoding={}\n", name));
    const auto text = bed.temp.store_object("blob", "\u65E5\n");
    const auto tree = bed.temp.store_object("tree",
                                            raw_tree_entry("100644", ".gitattributes", attributes) +
                                                raw_tree_entry("100644", "a", text));
    const auto error = bed.refusal(bed.temp.commit_of_tree(tree));
    CHECK(error.code() == cb::Errc::bad_input);
    CHECK_THAT(
        error.what(),
        CB_CONTAINS(fmt::format("a cannot be converted to its working-tree-encoding {}", name)));
}
