#include "install.hpp"

#include <sys/sendfile.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace cb_init {

namespace {

constexpr int exit_failed = 125;
constexpr size_t at_once = 1U << 20U;

/// sendfile(2) until the end of the file.
bool copy(int from, int to)
{
    ssize_t sent = 0;
    do {
        sent = sendfile(to, from, nullptr, at_once);
    } while (sent > 0 || (sent < 0 && errno == EINTR));
    return sent == 0;
}

/// False if a step failed; errno says why.
bool install_in(int directory, const char* name)
{
    const int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    const int copied = openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return self >= 0 && copied >= 0 && copy(self, copied) && fchmod(copied, 0555) == 0 &&
           fsync(copied) == 0 && renameat(directory, name, directory, "cb-init") == 0 &&
           fsync(directory) == 0;
}

} // namespace

int install(const char* directory, const char* name)
{
    const int place = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place >= 0 && install_in(place, name)) {
        return 0;
    }
    dprintf(STDERR_FILENO, "cb-init could not be installed: %s\n", strerror(errno));
    return exit_failed;
}

} // namespace cb_init
