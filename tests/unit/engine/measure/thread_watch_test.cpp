#include "catch.hpp"
#include "engine/affinity.hpp"
#include "engine/measure/thread_watch.hpp"

#include <sys/wait.h>

#include <csignal>
#include <unistd.h>

using namespace cb;
using namespace cb::engine;

namespace {

/// A child process that runs until the object is destroyed.
class Busy {
public:
    Busy() : pid_{::fork()}
    {
        while (pid_ == 0) {
        }
    }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
    ~Busy()
    {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }

private:
    pid_t pid_;
};

} // namespace

TEST_CASE("a thread on another CPU is seen, and one on its own is none")
{
    const Busy busy;
    ThreadWatch own{::getpid(), get_affinity()};
    own.look();
    CHECK_FALSE(own.stray());
    ThreadWatch elsewhere{::getpid(), CpuSet::of({8000})};
    elsewhere.look();
    REQUIRE(elsewhere.stray());
    CHECK_THAT(*elsewhere.stray(), CB_CONTAINS(", a thread of test_engine"));
}
