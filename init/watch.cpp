#include "watch.hpp"

#include "affinity.hpp"

#include <sys/signalfd.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <initializer_list>
#include <poll.h>
#include <unistd.h>

namespace cb_init {

namespace {

constexpr long long second_ns = 1'000'000'000;

long long read_clock(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<long long>(now.tv_sec) * second_ns + now.tv_nsec;
}

sigset_t watched_signals()
{
    sigset_t set;
    sigfillset(&set);
    for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS}) {
        sigdelset(&set, fault);
    }
    return set;
}

/// kill(2): -1 is every process except ourselves, and in a PID namespace that is the sandbox.
void kill_everything(pid_t child)
{
    kill(getpid() == 1 ? -1 : -child, SIGKILL);
}

/// The state after reap().
enum class Reaped { all, command, some };

/// Reaps ended children, at most one batch: with a fork bomb, children keep ending, and the
/// deadline must still be checked.
Reaped reap(pid_t child, int& status)
{
    constexpr int batch = 64;
    for (int i = 0; i < batch; ++i) {
        int some_status = 0;
        const pid_t pid = waitpid(-1, &some_status, WNOHANG);
        if (pid <= 0) {
            return Reaped::all;
        }
        if (pid == child) {
            status = some_status;
            return Reaped::command;
        }
    }
    return Reaped::some;
}

/// Results of next_event() other than a signal number.
constexpr int deadline_passed = 0;
constexpr int cb_is_gone = -1;
constexpr int look_again = -2;
constexpr int affinity_call = -3;
constexpr int affinity_over = -4; // no process remains that could call

/// The descriptors that next_event() waits for; -1: none.
struct Descriptors {
    int signals, cb, affinity;
};

int read_signal(int signal_fd)
{
    signalfd_siginfo info{};
    const bool whole = read(signal_fd, &info, sizeof info) == static_cast<ssize_t>(sizeof info);
    return whole ? static_cast<int>(info.ssi_signo) : look_again;
}

/// True once the other end of standard input is closed: cb keeps it open while it lives.
bool is_at_end(int fd)
{
    char byte = 0;
    return read(fd, &byte, 1) == 0;
}

/// Waits for a signal, the deadline (0: none), the end of cb, or a call to answer. Children left to
/// reap count as SIGCHLD.
int next_event(const Descriptors& from, long long deadline_ns, Reaped reaped)
{
    pollfd fds[] = {{from.signals, POLLIN, 0}, {from.cb, POLLIN, 0}, {from.affinity, POLLIN, 0}};
    timespec left{};
    if (deadline_ns != 0) {
        const long long left_ns = deadline_ns - now_ns();
        if (left_ns <= 0) {
            return deadline_passed;
        }
        left = {static_cast<time_t>(left_ns / second_ns), static_cast<long>(left_ns % second_ns)};
    }
    if (reaped == Reaped::some) {
        left = {};
    }
    const bool waits_for_ever = deadline_ns == 0 && reaped != Reaped::some;
    if (ppoll(fds, sizeof fds / sizeof *fds, waits_for_ever ? nullptr : &left, nullptr) < 0) {
        return look_again;
    }
    // Checked first, because signals may arrive continuously.
    if (fds[1].revents != 0 && is_at_end(from.cb)) {
        return cb_is_gone;
    }
    if (fds[0].revents != 0) {
        return read_signal(from.signals);
    }
    if (fds[2].revents != 0) {
        return (fds[2].revents & POLLIN) != 0 ? affinity_call : affinity_over;
    }
    return reaped == Reaped::some ? SIGCHLD : look_again;
}

} // namespace

long long now_ns()
{
    return read_clock(CLOCK_MONOTONIC);
}

long long wall_clock_ns()
{
    return read_clock(CLOCK_REALTIME);
}

void block_signals()
{
    const sigset_t set = watched_signals();
    sigprocmask(SIG_BLOCK, &set, nullptr);
}

End watch_until_end(pid_t child, int cb_fd, int affinity_fd, long long deadline_ns)
{
    const sigset_t set = watched_signals();
    Descriptors from{signalfd(-1, &set, SFD_CLOEXEC), cb_fd, affinity_fd};
    End end;
    auto reaped = Reaped::all;
    while (reaped != Reaped::command) {
        const int event = next_event(from, deadline_ns, reaped);
        end.end_ns = now_ns(); // before anything else, because it ends the measured span
        if (event == SIGCHLD) {
            reaped = reap(child, end.status);
        } else if (event == deadline_passed) {
            end.timed_out = true;
            deadline_ns = 0;
            kill_everything(child);
        } else if (event == cb_is_gone) {
            from.cb = -1;
            kill_everything(child);
        } else if (event == affinity_call) {
            answer_affinity(from.affinity);
        } else if (event == affinity_over) {
            from.affinity = -1;
        } else if (event > 0) {
            kill(-child, event);
        }
    }
    kill_everything(child);
    while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
    getrusage(RUSAGE_CHILDREN, &end.usage);
    return end;
}

} // namespace cb_init
