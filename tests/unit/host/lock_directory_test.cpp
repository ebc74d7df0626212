#include "base/error.hpp"
#include "base/file.hpp"
#include "catch.hpp"
#include "host/lock_directory.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

using namespace cb;
using namespace cb::host;

namespace {

struct stat status_of(uid_t owner, mode_t mode)
{
    struct stat status {};
    status.st_uid = owner;
    status.st_mode = mode;
    return status;
}

/// The objection to the directory for user 1000; empty if there is none.
std::string problem_of(uid_t owner, mode_t mode)
{
    return find_lock_directory_problem(status_of(owner, mode), 1000).value_or("");
}

/// Sets the lock directory for the object's lifetime.
class LockDirectory {
public:
    explicit LockDirectory(const std::filesystem::path& path)
    {
        ::setenv("CB_LOCK_DIR", path.c_str(), 1);
    }
    LockDirectory(const LockDirectory&) = delete;
    LockDirectory& operator=(const LockDirectory&) = delete;
    ~LockDirectory() { ::unsetenv("CB_LOCK_DIR"); }
};

} // namespace

TEST_CASE("locks are kept in a directory of ours or root's, where nobody else removes them")
{
    CHECK(problem_of(1000, S_IFDIR | 0755).empty());
    CHECK(problem_of(1000, S_IFDIR | 01777).empty());
    CHECK(problem_of(0, S_IFDIR | 01777).empty());
    CHECK_THAT(problem_of(1001, S_IFDIR | 01777), CB_CONTAINS("belongs to user 1001"));
    CHECK_THAT(problem_of(1000, S_IFDIR | 0777), CB_CONTAINS("not sticky"));
    CHECK_THAT(problem_of(1000, S_IFDIR | 0775), CB_CONTAINS("not sticky"));
    CHECK_THAT(problem_of(0, S_IFLNK | 0777), CB_CONTAINS("symbolic link"));
    CHECK_THAT(problem_of(0, S_IFREG | 0644), CB_CONTAINS("not a directory"));
}

TEST_CASE("a directory of locks that is a link, or anybody's, is refused with what to do")
{
    const TempDir dir;
    {
        const LockDirectory named{dir.path() / "new"};
        CHECK(lock_directory() == dir.path() / "new");
        CHECK(lock_directory() == dir.path() / "new");
    }
    std::filesystem::create_directory_symlink("new", dir.path() / "link");
    const LockDirectory linked{dir.path() / "link"};
    CHECK_THROWS_WITH(lock_directory(), CB_CONTAINS("is a symbolic link; create it as root"));
    std::filesystem::create_directory(dir.path() / "open");
    ::chmod((dir.path() / "open").c_str(), 0777);
    const LockDirectory open{dir.path() / "open"};
    CHECK_THROWS_WITH(lock_directory(), CB_CONTAINS("not sticky"));
}

TEST_CASE("nothing is written into a file that was linked into the directory of locks")
{
    const TempDir dir;
    const auto precious = dir.path() / "precious";
    const auto lock = dir.path() / "core-0";
    replace_file(precious, "precious");
    std::filesystem::create_hard_link(precious, lock);
    CHECK_THROWS_AS(open_lock(lock), Error);
    errno = 0;
    CHECK_FALSE(open_existing_lock(lock));
    CHECK(errno != ENOENT);
    CHECK(read_file(precious, Bytes{100}) == "precious");
    std::filesystem::remove(precious);
    CHECK(open_lock(lock));
}
