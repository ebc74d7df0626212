#include "base/error.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "forked.hpp"

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <fstream>
#include <sched.h>
#include <unistd.h>

using namespace cb;
namespace fs = std::filesystem;

namespace {

void touch(const fs::path& path)
{
    fs::create_directories(path.parent_path());
    std::ofstream{path} << "x";
}

/// Runs `body` as a user other than root, to whom permissions apply.
int as_nobody(const std::function<int()>& body)
{
    constexpr uid_t nobody = 65534;
    return test::in_child([&body] {
        if (::getuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
            return 97;
        }
        return body();
    });
}

/// Creates `depth` nested directories by relative names, because their path is too long.
void nest(const fs::path& top, int depth)
{
    fs::create_directories(top);
    Fd dir{::open(top.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    for (int i = 0; i < depth; ++i) {
        REQUIRE(::mkdirat(dir.get(), "d", 0755) == 0);
        dir = Fd{::openat(dir.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    }
    const Fd file{::openat(dir.get(), "file", O_WRONLY | O_CREAT | O_CLOEXEC, 0644)};
}

} // namespace

TEST_CASE("a tree is deleted with all that is in it")
{
    const TempDir dir;
    const auto top = dir.path() / "top";
    touch(top / "a/b/file");
    touch(top / ".hidden/file");
    touch(top / "-rf");
    touch(top / "new\nline");
    fs::create_directories(top / "empty");
    REQUIRE(::mkfifo((top / "fifo").c_str(), 0600) == 0);
    remove_tree(top);
    CHECK_FALSE(fs::exists(top));
    CHECK(fs::exists(dir.path()));
}

TEST_CASE("what is not there and what is a file can be deleted, too")
{
    const TempDir dir;
    CHECK_NOTHROW(remove_tree(dir.path() / "missing"));
    touch(dir.path() / "file");
    remove_tree(dir.path() / "file");
    CHECK_FALSE(fs::exists(dir.path() / "file"));
}

TEST_CASE("symbolic links are deleted and what they point to stays")
{
    const TempDir dir;
    const auto outside = dir.path() / "outside";
    touch(outside / "file");
    const auto top = dir.path() / "top";
    fs::create_directories(top / "a");
    fs::create_directory_symlink(outside, top / "directory");
    fs::create_symlink(outside / "file", top / "a/file");
    fs::create_symlink("..", top / "a/up");
    fs::create_symlink("/", top / "root");
    fs::create_symlink("nowhere", top / "dangling");
    remove_tree(top);
    CHECK_FALSE(fs::exists(top));
    CHECK(fs::exists(outside / "file"));

    fs::create_directory_symlink(outside, top);
    remove_tree(top);
    CHECK_FALSE(fs::is_symlink(top));
    CHECK(fs::exists(outside / "file"));
}

TEST_CASE("directories that their owner made unreadable or unwritable are deleted")
{
    CHECK(as_nobody([] {
              const TempDir dir;
              const auto top = dir.path() / "top";
              for (const unsigned mode : {0U, 0111U, 0333U, 0444U, 0555U}) {
                  const auto below = top / std::to_string(mode);
                  touch(below / "a/file");
                  ::chmod((below / "a").c_str(), mode);
                  ::chmod(below.c_str(), mode);
              }
              ::chmod(top.c_str(), 0);
              remove_tree(top);
              return fs::exists(top) ? 1 : 7;
          }) == 7);
}

TEST_CASE("what cannot be deleted is an error that names the tree")
{
    const TempDir dir;
    touch(dir.path() / "top/file");
    REQUIRE(::chmod(dir.path().c_str(), 0755) == 0);
    REQUIRE(::chmod((dir.path() / "top").c_str(), 0755) == 0);
    if (::getuid() == 0) {
        CHECK(as_nobody([&] {
                  try {
                      remove_tree(dir.path() / "top");
                  } catch (const Error& error) {
                      return std::string{error.what()}.find("/top could not be deleted") !=
                                     std::string::npos
                                 ? 7
                                 : 1;
                  }
                  return 0;
              }) == 7);
        CHECK(fs::exists(dir.path() / "top/file"));
    } else {
        CHECK_THROWS_WITH(remove_tree("/proc/self/fdinfo"), CB_CONTAINS("could not be deleted"));
    }
}

TEST_CASE("a tree of any depth is deleted with few descriptors and little stack")
{
    const TempDir dir;
    const auto top = dir.path() / "top";
    for (const auto* const name : {"one", "two"}) {
        nest(top / name, 300);
    }
    touch(top / "three/file");
    CHECK(test::in_child([&top] {
              const rlimit few{100, 100};
              ::setrlimit(RLIMIT_NOFILE, &few);
              remove_tree(top);
              return fs::exists(top) ? 1 : 7;
          }) == 7);
}

TEST_CASE("mounts in a tree are left alone, also those of the same file system")
{
    const TempDir dir;
    const auto outside = dir.path() / "outside";
    touch(outside / "file");
    touch(dir.path() / "top/file");
    fs::create_directories(dir.path() / "top/bound");
    const int status = test::in_child([&] {
        const int namespaces = ::getuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
        if (::unshare(namespaces) != 0 ||
            ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount(
                outside.c_str(), (dir.path() / "top/bound").c_str(), nullptr, MS_BIND, nullptr) !=
                0) {
            return 97; // the test needs namespaces, like the native engine
        }
        try {
            remove_tree(dir.path() / "top");
        } catch (const Error&) {
            return fs::exists(dir.path() / "top/file") ? 1 : 7;
        }
        return 0;
    });
    CHECK(status == 7);
    CHECK(fs::exists(outside / "file"));
}
