#include "catch.hpp"
#include "engine/container/ignore_patterns.hpp"

#include <chrono>
#include <set>

using namespace cb;
using namespace cb::engine;

namespace {

bool excludes(std::string_view patterns, const std::string& path)
{
    const auto parsed = IgnorePatterns::parse(patterns);
    REQUIRE(parsed);
    return parsed->excludes(path);
}

std::string problem(std::string_view patterns)
{
    const auto parsed = IgnorePatterns::parse(patterns);
    return parsed ? "" : parsed.error();
}

/// The paths that reach the tree below.
class Listing final : public git::TreeSink {
public:
    [[nodiscard]] bool wants(const std::string& /*path*/, git::TreeKind /*kind*/) override
    {
        return true;
    }
    void add(const git::TreeEntry& entry) override { paths.insert(entry.path); }
    std::set<std::string> paths{};
};

} // namespace

// The cases of moby/patternmatcher's own tests, and of docker's documentation.
TEST_CASE("patterns exclude what docker's client excludes")
{
    CHECK(excludes("fileutils.go", "fileutils.go"));
    CHECK_FALSE(excludes("fileutils.go", "fileutils.gox"));
    CHECK(excludes("*", "fileutils.go"));
    CHECK(excludes("*.go", "fileutils.go"));
    CHECK_FALSE(excludes("*.go", "a/fileutils.go"));
    CHECK(excludes("docs", "docs/README.md"));
    CHECK(excludes("docs/", "docs/README.md"));
    CHECK(excludes("/docs", "docs/README.md"));
    CHECK_FALSE(excludes("docs", "docsx/README.md"));
    CHECK(excludes("*/temp*", "somedir/temporary.txt"));
    CHECK_FALSE(excludes("*/temp*", "a/b/temporary.txt"));
    CHECK(excludes("*/*/temp*", "a/b/temporary.txt"));
    CHECK(excludes("temp?", "tempa"));
    CHECK(excludes("temp?", "temp\u00e4"));
    CHECK_FALSE(excludes("temp?", "temp/"));
    CHECK(excludes("**", "a/b"));
    CHECK(excludes("**/", "a/b"));
    CHECK(excludes("**/file", "dir/file"));
    CHECK(excludes("**/file", "file"));
    CHECK(excludes("**/file", "dir/dir/file"));
    CHECK_FALSE(excludes("**/file", "dir/afile"));
    CHECK(excludes("dir/**", "dir/file"));
    CHECK_FALSE(excludes("dir/**", "dir"));
    CHECK(excludes("**/**/*.txt", "dir/file.txt"));
    CHECK(excludes("a**/*.txt", "a/file.txt"));
    CHECK(excludes("abc.def", "abc.def"));
    CHECK_FALSE(excludes("abc.def", "abcZdef"));
    CHECK(excludes("abc?def", "abcZdef"));
    CHECK(excludes("a\\\\", "a\\"));
    CHECK(excludes("a\\*", "a*"));
    CHECK_FALSE(excludes("a\\*", "ab"));
    CHECK(excludes("**/foo/bar", "foo/bar"));
    CHECK(excludes("a[b-d]e", "ace"));
    CHECK_FALSE(excludes("a[^b-d]e", "ace"));
    CHECK(excludes("a[^b-d]e", "aze"));
    CHECK(excludes("./a/../b//c", "b/c"));
    CHECK(excludes("**/.git", ".git/config"));
}

TEST_CASE("comments, blanks and exceptions, of which the last counts")
{
    CHECK_FALSE(excludes("# a\n\n  \n#b", "#b"));
    CHECK(excludes("\xEF\xBB\xBFname\r\n", "name"));
    CHECK(excludes("  name  ", "name"));
    CHECK_FALSE(excludes("*.md\n!README.md", "README.md"));
    CHECK(excludes("*.md\n!README*.md\nREADME-secret.md", "README-secret.md"));
    CHECK_FALSE(excludes("*.md\nREADME-secret.md\n!README*.md", "README-secret.md"));
    CHECK_FALSE(excludes("docs\n!docs/keep", "docs/keep/it"));
    CHECK(excludes("docs\n!docs/keep", "docs/other"));
    CHECK_FALSE(excludes("! docs", "docs"));
}

TEST_CASE("what docker refuses is refused")
{
    CHECK_THAT(problem("!"), CB_CONTAINS("names nothing"));
    CHECK_THAT(problem("a[b"), CB_CONTAINS("a[b has a set without its end"));
    CHECK_THAT(problem("a["), CB_CONTAINS("a set without its end"));
    CHECK_THAT(problem("a\\"), CB_CONTAINS("a backslash at its end"));
    std::string many;
    for (int i = 0; i < 1001; ++i) {
        many += "a\n";
    }
    CHECK_THAT(problem(many), CB_CONTAINS("more than 1000"));
    CHECK(problem("").empty());
}

TEST_CASE("no pattern takes long")
{
    std::string pattern;
    for (int i = 0; i < 100; ++i) { // exponential time would never end
        pattern += "**a*";
    }
    const auto begin = std::chrono::steady_clock::now();
    CHECK_FALSE(excludes(pattern + "z", std::string(1000, 'a') + "b/c"));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{20});
}

TEST_CASE("an excluded directory is read where something below it is included or needed")
{
    const auto patterns = IgnorePatterns::parse("docs\nbuild\n!docs/keep/*.md\nbench").value();
    Listing below;
    IgnoringTree tree{patterns, {"bench/Dockerfile"}, below};
    for (const git::TreeEntry& entry :
         {git::TreeEntry{"build", git::TreeKind::directory, 0755, ""},
          git::TreeEntry{"bench", git::TreeKind::directory, 0755, ""},
          git::TreeEntry{"bench/Dockerfile", git::TreeKind::file, 0644, ""},
          git::TreeEntry{"bench/data", git::TreeKind::file, 0644, ""},
          git::TreeEntry{"docs", git::TreeKind::directory, 0755, ""},
          git::TreeEntry{"docs/keep", git::TreeKind::directory, 0755, ""},
          git::TreeEntry{"docs/keep/a.md", git::TreeKind::file, 0644, ""},
          git::TreeEntry{"docs/keep/a.txt", git::TreeKind::file, 0644, ""},
          git::TreeEntry{"src", git::TreeKind::directory, 0755, ""}}) {
        if (tree.wants(entry.path, entry.kind)) {
            tree.add(entry);
        } else {
            CHECK((entry.path == "build" || entry.path == "bench/data" ||
                   entry.path == "docs/keep/a.txt"));
        }
    }
    CHECK(below.paths == std::set<std::string>{"bench/Dockerfile", "docs/keep/a.md", "src"});
}
