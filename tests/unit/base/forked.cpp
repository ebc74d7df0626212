#include "forked.hpp"

#include <sys/wait.h>

#include <unistd.h>

namespace cb::test {

int in_child(const std::function<int()>& body)
{
    const pid_t child = ::fork();
    if (child == 0) {
        int status = 98;
        try {
            status = body();
        } catch (...) { // NOLINT(bugprone-empty-catch): the status reports it
        }
        ::_exit(status);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

} // namespace cb::test
