#include "base/fd.hpp"

#include "base/error.hpp"
#include "base/stop.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace cb {

Fd& Fd::operator=(Fd&& other) noexcept
{
    if (this != &other) {
        reset();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

void Fd::reset() noexcept
{
    if (fd_ >= 0) {
        ::close(std::exchange(fd_, -1));
    }
}

std::optional<FilePlace> find_place(int fd) noexcept
{
    struct stat status {};
    const auto at = ::lseek(fd, 0, SEEK_CUR);
    if (at < 0 || ::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return FilePlace{static_cast<std::uint64_t>(at), static_cast<std::uint64_t>(status.st_size)};
}

Pipe make_pipe()
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw_errno("creating a pipe");
    }
    return {Fd{ends[0]}, Fd{ends[1]}};
}

namespace {

/// Waits until the descriptor is writable. Returns how much of `wanted` to write: usually all,
/// because a stop interrupts a blocking write. After a stop, nothing would interrupt a write, so it
/// returns at most the amount that cannot block (pipe(7)).
std::size_t wait_for_room(int fd, std::size_t wanted)
{
    std::array<pollfd, 2> fds{{{fd, POLLOUT, 0}, {stop_fd(), POLLIN, 0}}};
    while (::poll(fds.data(), fds.size(), -1) < 0 || fds[0].revents == 0) {
        throw_if_stopped();
    }
    return fds[1].revents == 0 ? wanted : std::min<std::size_t>(wanted, PIPE_BUF);
}

bool can_make_wait(int fd)
{
    struct stat status {};
    return ::fstat(fd, &status) == 0 && !S_ISREG(status.st_mode);
}

} // namespace

void write_all(int fd, std::string_view data, const std::string& what)
{
    const bool can_block = can_make_wait(fd);
    while (!data.empty()) {
        const auto size = can_block ? wait_for_room(fd, data.size()) : data.size();
        const auto written = ::write(fd, data.data(), size);
        if (written >= 0) {
            data.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            throw ClosedPipe{};
        } else if (errno != EINTR && errno != EAGAIN) {
            throw_errno("writing to " + what);
        }
    }
}

} // namespace cb
