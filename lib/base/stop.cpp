#include "base/stop.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace cb {

namespace {

std::atomic<int> requested_signal{0};
std::atomic<int> write_end{-1};
std::atomic<int> read_end{-1};

void on_signal(int signal)
{
    const int interrupted_errno = errno;
    requested_signal = signal;
    const char byte = 0;
    [[maybe_unused]] const auto ignored = ::write(write_end, &byte, 1);
    errno = interrupted_errno;
}

} // namespace

void install_stop_signals()
{
    Pipe pipe = make_pipe();
    ::fcntl(pipe.write.get(), F_SETFL, O_NONBLOCK);
    read_end = pipe.read.release();
    write_end = pipe.write.release();
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before {};
        ::sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN) { // respect nohup
            ::sigaction(signal, &action, nullptr);
        }
    }
    action.sa_handler = SIG_IGN;
    action.sa_flags = 0;
    ::sigaction(SIGPIPE, &action, nullptr);
}

int stop_fd() noexcept
{
    return read_end;
}

void throw_if_stopped()
{
    if (const int signal = requested_signal; signal != 0) {
        throw Interrupted{signal};
    }
}

} // namespace cb
