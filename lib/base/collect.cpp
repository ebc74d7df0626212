#include "base/collect.hpp"

#include "base/error.hpp"
#include "base/heartbeat.hpp"
#include "base/stop.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace cb {

namespace {

/// The timeout for poll(2) in milliseconds: -1 without a deadline; rounded up so that poll does not
/// spin.
int poll_timeout(const Deadline& deadline)
{
    if (!deadline && !has_heartbeat()) {
        return -1;
    }
    Duration left = std::chrono::hours{1};
    if (deadline) {
        left = *deadline - std::chrono::steady_clock::now();
    }
    if (has_heartbeat()) {
        left = std::min(left, heartbeat_interval);
    }
    const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return static_cast<int>(std::clamp<std::int64_t>(whole, 0, 3'600'000));
}

bool has_passed(const Deadline& deadline)
{
    return deadline && std::chrono::steady_clock::now() >= *deadline;
}

/// Calls poll(2) on `fds` and, for OnStop::interrupt, on the stop descriptor as well.
void poll_all(std::vector<pollfd>& fds, const Deadline& deadline, OnStop on_stop)
{
    if (on_stop == OnStop::interrupt) {
        throw_if_stopped();
        fds.push_back({stop_fd(), POLLIN, 0});
    }
    beat();
    if (::poll(fds.data(), fds.size(), poll_timeout(deadline)) < 0 && errno != EINTR) {
        throw_errno("waiting for data");
    }
    if (on_stop == OnStop::interrupt) {
        throw_if_stopped();
        fds.pop_back();
    }
}

/// Reads the available data. Closes the stream at its end.
void take(Stream& stream)
{
    std::array<char, 65536> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read fills it
    const auto got = ::read(stream.fd.get(), buffer.data(), buffer.size());
    if (got < 0) {
        if (errno != EINTR && errno != EAGAIN) {
            throw_errno("reading from a process");
        }
        return;
    }
    if (got == 0) {
        stream.fd.reset();
        return;
    }
    const auto room = stream.max_size.count() - stream.data.size();
    const auto kept = std::min<std::uint64_t>(static_cast<std::uint64_t>(got), room);
    stream.data.append(buffer.data(), kept);
    stream.overflowed = stream.overflowed || kept < static_cast<std::uint64_t>(got);
}

/// Reads the available data of the streams in `open` that poll(2) marked. Returns whether a stream
/// overflowed.
bool take_ready(const std::vector<Stream*>& open, const std::vector<pollfd>& fds)
{
    bool overflowed = false;
    for (std::size_t i = 0; i < open.size(); ++i) {
        if (fds[i].revents != 0) {
            const bool before = open[i]->overflowed;
            take(*open[i]);
            overflowed = overflowed || (open[i]->overflowed && !before);
        }
    }
    return overflowed;
}

/// The streams that are still open, in the same order as poll(2)'s descriptors.
struct Waiting {
    explicit Waiting(std::span<Stream> streams)
    {
        for (auto& stream : streams) {
            if (stream.fd) {
                fds.push_back({stream.fd.get(), POLLIN, 0});
                open.push_back(&stream);
            }
        }
    }
    std::vector<pollfd> fds{};
    std::vector<Stream*> open{};
};

/// Writes what the descriptor takes, and removes it from `data`.
void give(Outgoing& to, std::string_view& data)
{
    const auto written = ::write(to.fd.get(), data.data(), data.size());
    if (written >= 0) {
        data.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
        to.fd.reset();
    } else if (errno != EINTR && errno != EAGAIN) {
        throw_errno("writing to a process");
    }
}

} // namespace

Deadline deadline_in(std::optional<Duration> duration)
{
    if (!duration) {
        return std::nullopt;
    }
    return std::chrono::steady_clock::now() + *duration;
}

Collected collect(std::span<Stream> streams,
                  const Deadline& deadline,
                  OnStop on_stop,
                  const std::function<bool()>& enough)
{
    for (;;) {
        Waiting waiting{streams};
        if (waiting.open.empty()) {
            return Collected::closed;
        }
        if (has_passed(deadline)) {
            return Collected::deadline;
        }
        poll_all(waiting.fds, deadline, on_stop);
        if (take_ready(waiting.open, waiting.fds)) {
            return Collected::overflow;
        }
        if (enough && enough()) {
            return Collected::enough;
        }
    }
}

Collected feed(Outgoing& to,
               std::string_view data,
               std::span<Stream> streams,
               const Deadline& deadline,
               const std::function<bool()>& enough)
{
    while (to.fd && !data.empty()) {
        if (has_passed(deadline)) {
            return Collected::deadline;
        }
        Waiting waiting{streams};
        waiting.fds.push_back({to.fd.get(), POLLOUT, 0});
        poll_all(waiting.fds, deadline, OnStop::interrupt);
        if (take_ready(waiting.open, waiting.fds)) {
            return Collected::overflow;
        }
        if (enough && enough()) {
            return Collected::enough;
        }
        if (waiting.fds.back().revents != 0) {
            give(to, data);
        }
    }
    return Collected::closed;
}

namespace {

bool wait_for(int fd, short events, const Deadline& deadline, OnStop on_stop)
{
    for (;;) {
        std::vector<pollfd> fds{{fd, events, 0}};
        poll_all(fds, deadline, on_stop);
        if (fds.front().revents != 0) {
            return true;
        }
        if (has_passed(deadline)) {
            return false;
        }
    }
}

} // namespace

bool wait_readable(int fd, const Deadline& deadline, OnStop on_stop)
{
    return wait_for(fd, POLLIN, deadline, on_stop);
}

bool wait_writable(int fd, const Deadline& deadline, OnStop on_stop)
{
    return wait_for(fd, POLLOUT, deadline, on_stop);
}

std::string read_some(int fd, const std::string& what, std::string used)
{
    auto chunk = std::move(used);
    chunk.resize(65536);
    for (;;) {
        static_cast<void>(wait_readable(fd, std::nullopt));
        const auto got = ::read(fd, chunk.data(), chunk.size());
        if (got >= 0) {
            chunk.resize(static_cast<std::size_t>(got));
            return chunk;
        }
        if (errno != EINTR && errno != EAGAIN) {
            throw_errno("reading " + what);
        }
    }
}

} // namespace cb
