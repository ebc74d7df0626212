#include "results_file.hpp"

#include "report.hpp"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace cb_init {

namespace {

/// Files in /proc and /sys were not written by the command.
bool is_of_kernel(int fd)
{
    struct statfs system {};
    return fstatfs(fd, &system) != 0 || system.f_type == PROC_SUPER_MAGIC ||
           system.f_type == SYSFS_MAGIC;
}

/// The file's size; -1 and errno if it is not readable as a results file.
long long size_of(int fd)
{
    struct stat status {};
    if (fd < 0 || fstat(fd, &status) != 0) {
        return -1;
    }
    if (!S_ISREG(status.st_mode) || is_of_kernel(fd)) {
        errno = EINVAL;
        return -1;
    }
    return status.st_size;
}

/// Sends `size` bytes, because that size was reported; unreadable bytes become blanks.
void send_content(int report_fd, int fd, long long size)
{
    static char buffer[65536];
    for (long long left = size; left > 0;) {
        const size_t want = left < static_cast<long long>(sizeof buffer) ? static_cast<size_t>(left)
                                                                         : sizeof buffer;
        ssize_t got = read(fd, buffer, want);
        if (got <= 0) {
            memset(buffer, ' ', want);
            got = static_cast<ssize_t>(want);
        }
        if (!send_all(report_fd, buffer, static_cast<size_t>(got))) {
            return;
        }
        left -= got;
    }
}

} // namespace

bool is_results_option(const char* word)
{
    return strcmp(word, "--results") == 0;
}

void send_results_file(int report_fd, const char* path)
{
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    const long long size = size_of(fd);
    report_file(report_fd, size < 0 ? 0 : size, size < 0 ? errno : 0);
    if (size > 0) {
        send_content(report_fd, fd, size);
    }
    if (fd >= 0) {
        close(fd);
    }
}

} // namespace cb_init
