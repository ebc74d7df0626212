// cb-init: process 1 of the sandbox. It sets the benchmark's pins and reads them back, waits for
// the start message, runs the command, reaps processes, forwards signals, and reports what it
// verified and measured. Static and without the C++ library, so that it works in an empty image.
//
//   cb-init [--name NAME] [--aslr off|on] [--hold-cpus] [--timeout-ms N] [--file-bytes N]
//           [--processes N] [--results FILE]... -- COMMAND [ARG...]
//   cb-init --install DIRECTORY NAME
//
// --name has no effect here: cb finds the process by it. --install only copies this program
// (install.hpp).
//
// Descriptors. 0: one line from cb is the start message and contains a secret. If standard input
// ends before the end was reported, cb was killed. If it ends later, cb has read the cgroup and
// expects the results files, and then cb-init may exit. The command gets /dev/null. 1: standard
// output of the command. 2: the report, one JSON object per line, until the start message; then
// standard error of the command; and after a line with the secret the report again. The command
// cannot forge that line: it never sees the secret, because cb-init is not dumpable (prctl(2)), and
// the command has ended when the line is written.

#include "affinity.hpp"
#include "install.hpp"
#include "report.hpp"
#include "results_file.hpp"
#include "watch.hpp"

#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace {

using namespace cb_init;

constexpr int exit_cannot_start = 125; // as docker: the sandbox failed, not the command
constexpr int word_timeout_ms = 60'000;
constexpr int leave_timeout_ms = 10'000;

struct Options {
    bool aslr_off = true;
    bool hold_cpus = false;
    long long timeout_ms = 0;          // 0: no limit
    rlim_t file_bytes = RLIM_INFINITY; // limit of one file that the command writes
    rlim_t processes = RLIM_INFINITY;  // limit of its user
    char** words = nullptr;            // all arguments; --results is searched again later
    char** command = nullptr;
};

/// Parses the command line; false if it is invalid.
bool parse_options(char** argv, Options& options)
{
    options.words = argv;
    for (++argv; *argv != nullptr; ++argv) {
        if (std::strcmp(*argv, "--") == 0) {
            options.command = argv + 1;
            return *options.command != nullptr;
        }
        if (std::strcmp(*argv, "--aslr") == 0 && argv[1] != nullptr) {
            options.aslr_off = std::strcmp(*++argv, "off") == 0;
        } else if (std::strcmp(*argv, "--hold-cpus") == 0) {
            options.hold_cpus = true;
        } else if (std::strcmp(*argv, "--timeout-ms") == 0 && argv[1] != nullptr) {
            options.timeout_ms = std::atoll(*++argv);
        } else if (std::strcmp(*argv, "--file-bytes") == 0 && argv[1] != nullptr) {
            options.file_bytes = std::strtoull(*++argv, nullptr, 10);
        } else if (std::strcmp(*argv, "--processes") == 0 && argv[1] != nullptr) {
            options.processes = std::strtoull(*++argv, nullptr, 10);
        } else if ((is_results_option(*argv) || std::strcmp(*argv, "--name") == 0) &&
                   argv[1] != nullptr) {
            ++argv;
        } else {
            return false;
        }
    }
    return false;
}

/// Waits for a line from cb and stores it; false if no line arrives or it is too long for `line`.
template <size_t Size> bool wait_for_word(int timeout_ms, char (&line)[Size])
{
    pollfd fd{STDIN_FILENO, POLLIN, 0};
    for (size_t length = 0; length < Size; ++length) {
        if (poll(&fd, 1, timeout_ms) != 1 || read(STDIN_FILENO, line + length, 1) != 1) {
            return false;
        }
        if (line[length] == '\n') {
            line[length] = 0;
            return true;
        }
    }
    return false;
}

/// Sends the files named by --results.
void send_results(int report_fd, char** words)
{
    for (char** word = words + 1; std::strcmp(*word, "--") != 0; ++word) {
        if (is_results_option(*word)) {
            send_results_file(report_fd, *++word);
        }
    }
}

/// Sets HOME to a writable directory. As in docker, HOME may not be writable for the user: it is /
/// for a user unknown to the image.
void have_writable_home()
{
    const char* const home = getenv("HOME");
    if (home == nullptr || access(home, W_OK) != 0) {
        setenv("HOME", "/tmp", 1);
    }
}

/// Lowers a limit unless it is lower already. Returns false on failure.
bool lower_limit(__rlimit_resource_t resource, rlim_t max_value)
{
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0) {
        return false;
    }
    limit.rlim_max = max_value < limit.rlim_max ? max_value : limit.rlim_max;
    limit.rlim_cur = limit.rlim_max;
    return max_value == RLIM_INFINITY || setrlimit(resource, &limit) == 0;
}

/// The child's message before it execs the command. A successful exec only closes the pipe.
struct ChildWord {
    Moment start;
    int exec_errno;
};

[[noreturn]] void become_command(const Options& options, int word_fd)
{
    setsid();
    const bool limited = lower_limit(RLIMIT_FSIZE, options.file_bytes) &&
                         lower_limit(RLIMIT_NPROC, options.processes);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int null = open("/dev/null", O_RDONLY);
    if (null > STDIN_FILENO) {
        dup2(null, STDIN_FILENO);
        close(null);
    } else if (null < 0) {
        close(STDIN_FILENO);
    }
    if (options.hold_cpus) {
        const int calls = hand_affinity_over();
        if (calls < 0 || !send_descriptor(word_fd, calls)) {
            _exit(exit_cannot_start);
        }
    }
    ChildWord word{{wall_clock_ns(), now_ns()}, 0};
    (void)!write(word_fd, &word, sizeof word);
    if (limited) {
        execvp(options.command[0], options.command);
    }
    word.exec_errno = errno;
    (void)!write(word_fd, &word, sizeof word);
    _exit(exit_cannot_start);
}

/// The running command.
struct Command {
    pid_t pid = -1;       ///< -1: not running; the report says why
    ChildWord word{};     ///< the last one
    int affinity_fd = -1; ///< its sched_setaffinity calls; -1: not forwarded
};

Command start(const Options& options, int report_fd)
{
    Command command;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        report_error(report_fd, "socketpair", errno);
        return command;
    }
    const pid_t child = fork();
    if (child == 0) {
        become_command(options, ends[1]);
    }
    close(ends[1]);
    if (child < 0) {
        report_error(report_fd, "fork", errno);
        return command;
    }
    if (options.hold_cpus && (command.affinity_fd = receive_descriptor(ends[0])) < 0) {
        report_error(report_fd, "holding the CPUs by seccomp_unotify", ENOTSUP);
        return command;
    }
    auto& word = command.word;
    while (read(ends[0], &word, sizeof word) == sizeof word && word.exec_errno == 0) {
    }
    close(ends[0]);
    if (word.exec_errno != 0) {
        report_error(report_fd, options.command[0], word.exec_errno);
        return command;
    }
    command.pid = child;
    return command;
}

/// Sets ADDR_NO_RANDOMIZE (personality(2)) and execs cb-init again, so that the flags that it reads
/// of itself have survived an exec: a security module may clear them there. Returns after the
/// second exec, or if it failed; in both cases the result is read back later.
void turn_aslr_off(char** argv)
{
    static char second_life[] = "cb-init (without address randomization)";
    const auto current = static_cast<unsigned long>(personality(0xffffffff));
    if (std::strcmp(argv[0], second_life) == 0 || personality(current | ADDR_NO_RANDOMIZE) == -1) {
        return;
    }
    argv[0] = second_life;
    execv("/proc/self/exe", argv);
}

/// The personality flags of the running command. A command may end before they can be read. In that
/// case our own flags count, because the command's exec preserves them: only a set-uid program
/// loses them, and the sandbox does not allow one (PR_SET_NO_NEW_PRIVS). The kernel closes our pipe
/// in the middle of the exec, when the command is not yet dumpable and users other than root may
/// not read the file, so a failed read is tried again.
long personality_of_command(pid_t child, long own_personality)
{
    constexpr int tries = 50;
    constexpr timespec between{0, 1'000'000};
    for (int i = 0; i < tries; ++i) {
        const long flags = personality_of(child);
        siginfo_t ended{};
        if (flags != -1) {
            return flags;
        }
        if (waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
            ended.si_pid == child) {
            return own_personality;
        }
        nanosleep(&between, nullptr);
    }
    return -1;
}

} // namespace

int main(int count, char** argv)
{
    if (count == 4 && std::strcmp(argv[1], "--install") == 0) {
        return install(argv[2], argv[3]);
    }
    Options options;
    if (!parse_options(argv, options)) {
        static const char usage[] = "cb-init is started by cb run; do not call it manually\n";
        (void)!write(STDERR_FILENO, usage, sizeof usage - 1);
        return 2;
    }
    if (options.aslr_off) {
        turn_aslr_off(argv);
    }
    const long own_personality = personality_of(getpid());
    const int report_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    const rlimit nothing{0, 0};
    setrlimit(RLIMIT_CORE, &nothing); // lowering a limit cannot fail
    prctl(PR_SET_DUMPABLE, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    block_signals();
    report_ready(report_fd);
    char secret[64];
    if (!wait_for_word(word_timeout_ms, secret)) {
        report_error(report_fd, "waiting for cb", ETIMEDOUT);
        return exit_cannot_start;
    }
    have_writable_home();
    set_secret(secret);
    const Command command = start(options, report_fd);
    if (command.pid < 0) {
        return exit_cannot_start;
    }
    const long personality_flags = personality_of_command(command.pid, own_personality);
    const long long timeout_ns = options.timeout_ms * 1'000'000;
    const long long start_ns = command.word.start.monotonic_ns;
    const End end = watch_until_end(command.pid,
                                    STDIN_FILENO,
                                    command.affinity_fd,
                                    timeout_ns == 0 ? 0 : start_ns + timeout_ns);
    report_end(report_fd, end, command.word.start, personality_flags);
    // The cgroup exists only as long as this process, and cb still has to read it.
    wait_for_word(leave_timeout_ms, secret);
    send_results(report_fd, options.words);
    return WIFSIGNALED(end.status) ? 128 + WTERMSIG(end.status) : WEXITSTATUS(end.status);
}
