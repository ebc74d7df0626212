#include "base/error.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "forked.hpp"

#include <sys/stat.h>

#include <fcntl.h>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace cb;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

std::size_t entries_in(const fs::path& path)
{
    const fs::directory_iterator all{path};
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

} // namespace

TEST_CASE("a file is read whole, up to the bound")
{
    const TempDir dir;
    const auto path = dir.path() / "file";
    const auto size = GENERATE(as<std::size_t>{}, 0, 1, 65535, 65536, 65537, 200000);
    std::ofstream{path} << std::string(size, 'x');
    CHECK(read_file(path, Bytes{size}) == std::string(size, 'x'));
    CHECK(read_file(path, Bytes{~std::uint64_t{0}}).size() == size);
    if (size > 0) {
        CHECK_THROWS_WITH(read_file(path, Bytes{size - 1}), CB_CONTAINS("is larger than"));
    }
}

TEST_CASE("files without an end and without a size are bounded, too")
{
    CHECK_THROWS_WITH(read_file("/dev/zero", Bytes{100000}), CB_CONTAINS("is larger than"));
    CHECK_FALSE(read_file("/proc/self/status", Bytes{1U << 20U}).empty());
}

TEST_CASE("what cannot be read is an error, and none for small files of the kernel")
{
    const TempDir dir;
    CHECK_THROWS_WITH(read_file(dir.path() / "missing", Bytes{1}), CB_CONTAINS("No such file"));
    CHECK_THROWS_AS(read_file(dir.path(), Bytes{1}), Error);
    CHECK_FALSE(read_small_file(dir.path() / "missing").has_value());
    CHECK_FALSE(read_small_file(dir.path()).has_value());
    CHECK_FALSE(read_small_file("/dev/zero").has_value());
}

TEST_CASE("a file is replaced whole, and nothing is left beside it")
{
    const TempDir dir;
    const auto path = dir.path() / "file";
    replace_file(path, "first");
    CHECK(read_file(path, Bytes{10}) == "first");
    replace_file(path, "");
    CHECK(read_file(path, Bytes{10}).empty());
    CHECK(entries_in(dir.path()) == 1);
}

TEST_CASE("a new file has the permissions that the umask leaves, a replaced one keeps its own")
{
    const TempDir dir;
    const auto path = dir.path() / "file";
    CHECK(test::in_child([&] {
              ::umask(022);
              replace_file(path, "x");
              return 0;
          }) == 0);
    CHECK(mode_of(path) == 0644);
    ::chmod(path.c_str(), 0600);
    replace_file(path, "y");
    CHECK(mode_of(path) == 0600);
}

TEST_CASE("a reader sees the old or the new file, never a part of one")
{
    const TempDir dir;
    const auto path = dir.path() / "file";
    const std::string first(300000, 'a');
    const std::string second(300000, 'b');
    replace_file(path, first);
    std::thread writer{[&] {
        for (int i = 0; i < 50; ++i) {
            replace_file(path, i % 2 == 0 ? second : first);
        }
    }};
    for (int i = 0; i < 50; ++i) {
        const auto seen = read_file(path, Bytes{1U << 20U});
        CHECK((seen == first || seen == second));
    }
    writer.join();
}

TEST_CASE("a file that cannot be replaced stays, and nothing is left beside it")
{
    const TempDir dir;
    fs::create_directories(dir.path() / "taken/child");
    CHECK_THROWS_WITH(replace_file(dir.path() / "taken", "x"), CB_CONTAINS("replacing"));
    CHECK(entries_in(dir.path()) == 1);
    CHECK_THROWS_AS(replace_file(dir.path() / "missing/file", "x"), Error);
    CHECK_THROWS_AS(replace_file("/dev/full/file", "x"), Error);
}

TEST_CASE("a file in the current directory can be replaced by its bare name")
{
    const TempDir dir;
    CHECK(test::in_child([&] {
              fs::current_path(dir.path());
              replace_file("bare", "x");
              return read_file("bare", Bytes{1}) == "x" ? 7 : 0;
          }) == 7);
}

TEST_CASE("a private directory is made with its parents, for this user only")
{
    const TempDir dir;
    make_private_directory(dir.path() / "a/b/c/");
    CHECK(mode_of(dir.path() / "a") == 0700);
    CHECK(mode_of(dir.path() / "a/b/c") == 0700);
    make_private_directory(dir.path() / "a/b/c");
    fs::create_directory_symlink("a", dir.path() / "link");
    make_private_directory(dir.path() / "link/d");
    CHECK(fs::is_directory(dir.path() / "a/d"));
}

TEST_CASE("a file or a dangling link where the directory should be is an error")
{
    const TempDir dir;
    std::ofstream{dir.path() / "file"} << "x";
    fs::create_symlink("nowhere", dir.path() / "link");
    CHECK_THROWS_AS(make_private_directory(dir.path() / "file"), Error);
    CHECK_THROWS_AS(make_private_directory(dir.path() / "file/below"), Error);
    CHECK_THROWS_AS(make_private_directory(dir.path() / "link"), Error);
}

TEST_CASE("a temporary directory is private and goes with its object")
{
    fs::path kept;
    fs::path gone;
    {
        TempDir first;
        gone = first.path();
        CHECK(mode_of(gone) == 0700);
        std::ofstream{gone / "file"} << "x";
        TempDir moved{std::move(first)};
        CHECK(moved.path() == gone);
        TempDir second{gone};
        CHECK(second.path().parent_path() == gone);
        kept = TempDir{}.release();
    }
    CHECK_FALSE(fs::exists(gone));
    CHECK(fs::exists(kept));
    remove_tree(kept);
    CHECK_THROWS_WITH(TempDir{"/no/such/directory"}, CB_CONTAINS("/no/such/directory"));
}

TEST_CASE("a lock is held by one at a time and released with its holder")
{
    const TempDir dir;
    const auto path = dir.path() / "lock";
    const auto take_in_child = [&path] {
        return test::in_child([&path] {
            ::alarm(1); // the lock blocks, and the alarm kills the process
            const FileLock lock{path};
            return 0;
        });
    };
    {
        const FileLock held{path};
        CHECK(take_in_child() == 99);
    }
    CHECK(take_in_child() == 0);
    CHECK(mode_of(path) == 0600);
}
