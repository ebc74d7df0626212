#include "base/file.hpp"
#include "catch.hpp"
#include "host/core_locks.hpp"
#include "host/lock_directory.hpp"
#include "tree.hpp"

#include <sys/stat.h>

#include <cstdlib>

using namespace cb;
using namespace cb::host;
using cb::test::Tree;

namespace {

/// "0,4 1,5": the cores.
std::string text_of(const std::vector<CpuSet>& cores)
{
    std::string text;
    for (const auto& core : cores) {
        text += (text.empty() ? "" : " ") + core.to_string();
    }
    return text;
}

std::vector<CpuSet> cores(std::initializer_list<const char*> lists)
{
    std::vector<CpuSet> found;
    for (const char* const list : lists) {
        found.push_back(CpuSet::parse(list).value());
    }
    return found;
}

} // namespace

TEST_CASE("the cores of CPUs are there once each, whole")
{
    const auto topology = read_topology(Tree{"one-socket-smt"}.root());
    const auto of = [&](const char* cpus) {
        return text_of(find_cores(CpuSet::parse(cpus).value(), topology));
    };
    const auto first = topology.cpu(0)->core.to_string();
    CHECK(of("0") == first);
    CHECK(of(first.c_str()) == first);
    CHECK(find_cores(topology.online, topology).size() * 2 == topology.online.size());
    CHECK(of("1000").empty());
}

TEST_CASE("cores are locked all together or not at all")
{
    const TempDir dir;
    auto first = CoreLocks::try_lock(dir.path(), cores({"0,4", "1,5"}), "the first run");
    REQUIRE(first);
    CHECK(first->size() == 2);

    const auto second = CoreLocks::try_lock(dir.path(), cores({"2,6", "1,5"}), "the second");
    REQUIRE_FALSE(second);
    CHECK(second.error().core.to_string() == "1,5");
    CHECK(second.error().holder == "the first run");
    CHECK(CoreLocks::try_lock(dir.path(), cores({"2,6"}), "a third"));

    *first = CoreLocks{};
    CHECK(CoreLocks::try_lock(dir.path(), cores({"2,6", "1,5"}), "the second"));
}

TEST_CASE("what a holder says of itself is shown only if a terminal can show it")
{
    const TempDir dir;
    const auto lock = CoreLocks::try_lock(dir.path(), cores({"0"}), "\x1b[2J a run");
    REQUIRE(lock);
    const auto other = CoreLocks::try_lock(dir.path(), cores({"0"}), "another");
    REQUIRE_FALSE(other);
    CHECK(other.error().holder.empty());
}

TEST_CASE("CPUs are free if nobody holds their core")
{
    const TempDir dir;
    const auto topology = read_topology(Tree{"one-socket-smt"}.root());
    CHECK(find_free_cpus(dir.path(), topology) == topology.allowed);

    const auto core = topology.cpu(0)->core;
    const auto lock = CoreLocks::try_lock(dir.path(), {core}, "a run");
    REQUIRE(lock);
    const auto free = find_free_cpus(dir.path(), topology);
    CHECK(free.size() == topology.allowed.size() - core.size());
    for (const unsigned id : core.ids()) {
        CHECK_FALSE(free.contains(id));
    }
}

TEST_CASE("a lock that is a symbolic link is not followed")
{
    const TempDir dir;
    std::filesystem::create_symlink(dir.path() / "victim", dir.path() / "core-0");
    CHECK_THROWS_WITH(CoreLocks::try_lock(dir.path(), cores({"0"}), "a run"),
                      CB_CONTAINS("core-0"));
    CHECK_FALSE(std::filesystem::exists(dir.path() / "victim"));
}

TEST_CASE("the directory of locks is everybody's, whatever the umask")
{
    const TempDir dir;
    const auto locks = dir.path() / "locks";
    const auto before = ::umask(077);
    ::setenv("CB_LOCK_DIR", locks.c_str(), 1);
    const auto made = lock_directory();
    const auto file = open_lock(made / "core-0");
    ::unsetenv("CB_LOCK_DIR");
    ::umask(before);

    CHECK(made == locks);
    struct stat status {};
    REQUIRE(::stat(locks.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 01777);
    REQUIRE(::stat((locks / "core-0").c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0666);
}

TEST_CASE("why a core is not available can be read")
{
    using Busy = CoreLocks::Busy;
    const auto core = cores({"1,5"}).front();
    CHECK(describe(Busy{core, "a run of process 7"}) ==
          "the core of CPU 1,5 is in use by a run of process 7");
    CHECK(describe(Busy{core, "a build of process 8", Busy::Why::awaited}) ==
          "a build of process 8 is ahead in the queue for the core of CPU 1,5");
    CHECK(describe(Busy{core, ""}) == "the core of CPU 1,5 is in use by another process");
}
