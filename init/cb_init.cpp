// cb-init: process 1 of the sandbox. It sets and reads back what holds the benchmark in place,
// waits for the word, runs the command, reaps and forwards signals, and reports what it proved and
// measured. Static and without the C++ library, so that it works in an empty image.
//
//   cb-init [--aslr off|on] [--hold-cpus] [--timeout-ms N] [--file-bytes N] [--processes N]
//           [--results FILE]... -- COMMAND [ARG...]
//
// Descriptors. 0: one line from cb is the word to start, and a secret; the end of standard input
// before the report of the end means that cb was killed, and after it that cb has read the cgroup,
// wants the results files, and then cb-init may go. The command gets /dev/null. 1: standard output
// of the command. 2: the report, one JSON object a line, until the word is given; then standard
// error of the command; and the report again behind a line of the secret. The command cannot forge
// that: it never sees the secret, because cb-init is not dumpable (prctl(2)), and it has ended when
// the line is written.

#include "affinity.hpp"
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

constexpr int exit_cannot_start = 125; // as docker: the sandbox, not the command, failed
constexpr int word_timeout_ms = 60'000;
constexpr int leave_timeout_ms = 10'000;

struct Options {
    bool aslr_off = true;
    bool hold_cpus = false;
    long long timeout_ms = 0;          // 0: none
    rlim_t file_bytes = RLIM_INFINITY; // of one file that the command writes
    rlim_t processes = RLIM_INFINITY;  // of its user
    char** words = nullptr;            // all; those of --results are looked up again
    char** command = nullptr;
};

/// Reads the command line; false when it is wrong.
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
        } else if (is_results_option(*argv) && argv[1] != nullptr) {
            ++argv;
        } else {
            return false;
        }
    }
    return false;
}

/// Waits for a line from cb and keeps it; false when it does not come, or is longer than `line`.
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

/// Sends the files that --results names.
void send_results(int report_fd, char** words)
{
    for (char** word = words + 1; std::strcmp(*word, "--") != 0; ++word) {
        if (is_results_option(*word)) {
            send_results_file(report_fd, *++word);
        }
    }
}

/// As docker has it, HOME can be a directory that the user cannot write to: of a user whom the
/// image does not know it is /.
void have_writable_home()
{
    const char* const home = getenv("HOME");
    if (home == nullptr || access(home, W_OK) != 0) {
        setenv("HOME", "/tmp", 1);
    }
}

/// Lowers a limit, where it is not lower already. False when that failed.
bool lower_limit(__rlimit_resource_t resource, rlim_t most)
{
    rlimit limit{};
    if (getrlimit(resource, &limit) != 0) {
        return false;
    }
    limit.rlim_max = most < limit.rlim_max ? most : limit.rlim_max;
    limit.rlim_cur = limit.rlim_max;
    return most == RLIM_INFINITY || setrlimit(resource, &limit) == 0;
}

/// What the child says before it becomes the command. After a good exec the pipe just closes.
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

/// The command, once it runs.
struct Command {
    pid_t pid = -1;       ///< -1: it does not run, and the report says why
    ChildWord word{};     ///< its last
    int affinity_fd = -1; ///< its calls of sched_setaffinity; -1: they are not handed over
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

/// Sets ADDR_NO_RANDOMIZE (personality(2)) and becomes cb-init anew, so that what it then reads of
/// itself has gone through an exec: a security module can take the flag away there. Returns in the
/// second life, or when nothing came of it; whether it worked is read back either way.
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

/// The flags of the process that is the command now. A command may be over before they can be read;
/// then our own count, which went through an exec, too, and which the command's exec kept: only a
/// set-uid program loses them, and in the sandbox there is none (PR_SET_NO_NEW_PRIVS). The kernel
/// closes our pipe in the middle of the exec, when the command still is as undumpable as we are and
/// other users than root may not look: a moment later they may.
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

int main(int, char** argv)
{
    Options options;
    if (!parse_options(argv, options)) {
        static const char usage[] = "cb-init is started by cb run; it is not for calling by hand\n";
        (void)!write(STDERR_FILENO, usage, sizeof usage - 1);
        return 2;
    }
    if (options.aslr_off) {
        turn_aslr_off(argv);
    }
    const long own_personality = personality_of(getpid());
    const int report_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    const rlimit nothing{0, 0};
    setrlimit(RLIMIT_CORE, &nothing); // lowering a limit does not fail
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
    wait_for_word(leave_timeout_ms, secret); // the cgroup goes with us, and cb has yet to read it
    send_results(report_fd, options.words);
    return WIFSIGNALED(end.status) ? 128 + WTERMSIG(end.status) : WEXITSTATUS(end.status);
}
