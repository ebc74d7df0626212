#include "child.hpp"

#include <sys/wait.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <unistd.h>
#include <utility>

namespace cb::store {

Child::Child(const std::function<void()>& work) : pid_{::fork()}
{
    if (pid_ == 0) {
        try {
            work();
            ::_exit(0);
        } catch (const std::exception& error) {
            static_cast<void>(std::fprintf(stderr, "child: %s\n", error.what()));
        }
        ::_exit(1);
    }
}

Child::~Child()
{
    static_cast<void>(kill_now());
}

bool Child::succeeds()
{
    int status = 0;
    return pid_ > 0 && ::waitpid(std::exchange(pid_, -1), &status, 0) > 0 && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

bool Child::kill_now()
{
    if (pid_ <= 0) {
        return false;
    }
    ::kill(pid_, SIGKILL);
    int status = 0;
    return ::waitpid(std::exchange(pid_, -1), &status, 0) > 0 && WIFSIGNALED(status);
}

} // namespace cb::store
