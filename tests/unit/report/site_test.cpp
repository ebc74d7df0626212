#include "base/error.hpp"
#include "catch.hpp"
#include "report/site.hpp"

#include <sys/stat.h>

#include <fstream>

namespace cb::report {

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path)
{
    return read_file(path, Bytes{1U << 20U});
}

/// Changes whenever the file is replaced.
ino_t identity_of(const fs::path& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_ino;
}

} // namespace

TEST_CASE("a file is written again only if its content differs")
{
    const TempDir dir;
    const auto site = dir.path() / "a" / "site";
    {
        Site first{site};
        first.put("data/same.js", "same");
        first.put("data/other.js", "old");
        CHECK(first.finish() == SiteCounts{2, 2, 0, 7, 7});
    }
    const auto same = identity_of(site / "data/same.js");
    const auto list = identity_of(site / ".cb-report");
    const auto time = fs::last_write_time(site / "data/same.js");
    Site second{site};
    second.put("data/same.js", "same");
    second.put("data/other.js", "new");
    CHECK(second.finish() == SiteCounts{2, 1, 0, 7, 3});
    CHECK(identity_of(site / "data/same.js") == same);
    CHECK(identity_of(site / ".cb-report") == list);
    CHECK(fs::last_write_time(site / "data/same.js") == time);
    CHECK(content_of(site / "data/other.js") == "new");
}

TEST_CASE("what is no longer needed goes at the end, and only that")
{
    const TempDir dir;
    {
        Site first{dir.path()};
        first.put("data/a/b/old.js", "1");
        first.put("index.html", "1");
        static_cast<void>(first.finish());
    }
    std::ofstream{dir.path() / "robots.txt"} << "by the operator";
    Site second{dir.path()};
    second.put("index.html", "2");
    CHECK(fs::exists(dir.path() / "data/a/b/old.js")); // a reader may have the old index
    CHECK(second.finish().removed == 1);
    CHECK(!fs::exists(dir.path() / "data"));
    CHECK(content_of(dir.path() / "robots.txt") == "by the operator");
}

TEST_CASE("an update that was killed leaves no half file, and the next one cleans up")
{
    const TempDir dir;
    {
        Site killed{dir.path()};
        killed.put("data/left.js", "x");
        std::ofstream{dir.path() / ".cb-report.new"} << "half a fi";
    } // without finish()
    Site next{dir.path()};
    next.put("index.html", "1");
    CHECK(next.finish().removed == 1);
    CHECK(!fs::exists(dir.path() / "data/left.js"));
    CHECK(!fs::exists(dir.path() / ".cb-report.new"));
}

TEST_CASE("a damaged file is repaired")
{
    const TempDir dir;
    for (const auto* const damage : {"", "contenT", "content and more"}) {
        {
            Site site{dir.path()};
            site.put("a.js", "content");
            static_cast<void>(site.finish());
        }
        std::ofstream{dir.path() / "a.js"} << damage;
        Site site{dir.path()};
        site.put("a.js", "content");
        CHECK(site.finish().written == 1);
        CHECK(content_of(dir.path() / "a.js") == "content");
    }
}

TEST_CASE("a directory of others is refused, and so is a list that leads out of the site")
{
    const TempDir dir;
    std::ofstream{dir.path() / "thesis.tex"} << "precious";
    CHECK_THROWS_AS(Site{dir.path()}, Error);

    const TempDir parent;
    const auto site = parent.path() / "site";
    fs::create_directory(site);
    std::ofstream{parent.path() / "outside"} << "precious";
    std::ofstream{site / ".cb-report"} << "../outside\n"
                                       << (parent.path() / "outside").native()
                                       << "\na/../../outside\n";
    Site update{site};
    CHECK(update.finish().removed == 0);
    CHECK(fs::exists(parent.path() / "outside"));
}

TEST_CASE("a file is kept if it was made of the same source and is still there")
{
    const TempDir dir;
    const auto update = [&dir](auto use) {
        Site site{dir.path()};
        use(site);
        return site.finish();
    };
    static_cast<void>(update([](Site& site) {
        site.put("a.js", "12345", "s1");
        site.put("b.js", "12345");
    }));
    const auto kept = update([](Site& site) {
        CHECK(site.keep("a.js", "s1"));
        CHECK(!site.keep("b.js", "")); // nobody knows what it was made of
        CHECK(!site.keep("c.js", "s1"));
        site.put("b.js", "12345");
    });
    CHECK(kept == SiteCounts{2, 0, 0, 10, 0});
    static_cast<void>(update([](Site& site) {
        CHECK(!site.keep("a.js", "s2"));
        site.put("a.js", "123456", "s2");
    }));
    CHECK(content_of(dir.path() / "a.js") == "123456");
    CHECK(!fs::exists(dir.path() / "b.js"));

    std::ofstream{dir.path() / "a.js"} << "123";
    static_cast<void>(update([](Site& site) {
        CHECK(!site.keep("a.js", "s2"));
        site.put("a.js", "123456", "s2");
    }));
    fs::remove(dir.path() / "a.js");
    fs::create_symlink("b.js", dir.path() / "a.js");
    CHECK(!Site{dir.path()}.keep("a.js", "s2"));
}

TEST_CASE("a file that a killed update replaced is not kept")
{
    const TempDir dir;
    {
        Site first{dir.path()};
        first.put("a.js", "12345", "s1");
        static_cast<void>(first.finish());
    }
    Site{dir.path()}.put("a.js", "54321", "s2"); // and never finished
    Site third{dir.path()};
    CHECK(!third.keep("a.js", "s1"));
    CHECK(!third.keep("a.js", "s2"));
}

} // namespace cb::report
