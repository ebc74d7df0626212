// Prints how a subprocess was started, or misbehaves on request.

#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace {

/// The open descriptors, except the one used to list them.
void print_descriptors()
{
    DIR* const dir = opendir("/proc/self/fd");
    while (const dirent* entry = readdir(dir)) {
        const int fd = std::atoi(entry->d_name);
        if (entry->d_name[0] != '.' && fd != dirfd(dir)) {
            std::printf("%d ", fd);
        }
    }
    closedir(dir);
}

void print_signals()
{
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, nullptr, &blocked);
    for (int signal = 1; signal < 32; ++signal) {
        struct sigaction action {};
        if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
            std::printf("ignored:%d ", signal);
        }
        if (sigismember(&blocked, signal) == 1) {
            std::printf("blocked:%d ", signal);
        }
    }
}

void print_stdin()
{
    struct stat input {};
    struct stat null {};
    fstat(STDIN_FILENO, &input);
    stat("/dev/null", &null);
    std::printf("%s", input.st_rdev == null.st_rdev ? "null" : "something");
}

/// Leaves a background process that writes its pid to a file and sleeps.
void leave_behind(const char* path, bool keeps_output)
{
    if (fork() == 0) {
        if (!keeps_output) {
            close(STDOUT_FILENO);
            close(STDERR_FILENO);
        }
        std::FILE* const file = std::fopen((std::string{path} + ".new").c_str(), "we");
        std::fprintf(file, "%d", getpid());
        std::fclose(file);
        std::rename((std::string{path} + ".new").c_str(), path);
        sleep(600);
    }
    while (access(path, F_OK) != 0) {
        usleep(1000);
    }
}

void flood(long bytes)
{
    const std::string block(65536, 'x');
    for (long left = bytes; left > 0; left -= static_cast<long>(block.size())) {
        if (write(STDOUT_FILENO, block.data(), block.size()) < 0) {
            return;
        }
    }
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    const char* const argument = argc > 2 ? argv[2] : "";
    if (what == "descriptors") {
        print_descriptors();
    } else if (what == "signals") {
        print_signals();
    } else if (what == "stdin") {
        print_stdin();
    } else if (what == "group") {
        std::printf("%s", getpgrp() == getpid() ? "own" : "inherited");
    } else if (what == "environment") {
        const char* const value = std::getenv(argument);
        std::printf("%s", value != nullptr ? value : "(unset)");
    } else if (what == "directory") {
        char buffer[4096];
        std::printf("%s", getcwd(buffer, sizeof buffer));
    } else if (what == "arguments") {
        for (int i = 2; i < argc; ++i) {
            std::printf("[%s]", argv[i]);
        }
    } else if (what == "exit") {
        return std::atoi(argument);
    } else if (what == "signal") {
        raise(std::atoi(argument));
    } else if (what == "sleep") {
        sleep(600);
    } else if (what == "flood") {
        flood(std::atol(argument));
    } else if (what == "both") {
        std::printf("to out");
        std::fprintf(stderr, "to err");
    } else if (what == "leave") {
        leave_behind(argument, false);
    } else if (what == "leave-open") {
        leave_behind(argument, true);
    }
    return 0;
}
