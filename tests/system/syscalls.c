/* Tries every system call with meaningless arguments, each in its own process, and prints one line for each: its number,
 * and `ok`, the errno, or the signal that ended it. Two sandboxes with the same output allow the same calls.
 *
 *   syscalls LAST
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void try_call(long number)
{
    const pid_t child = fork();
    if (child == 0) {
        alarm(1);
        errno = 0;
        syscall(number, -1L, -1L, -1L, -1L, -1L, -1L);
        _exit(errno);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
        printf("%ld signal %d\n", number, WTERMSIG(status));
    } else if (WEXITSTATUS(status) == 0) {
        printf("%ld ok\n", number);
    } else {
        printf("%ld errno %d\n", number, WEXITSTATUS(status));
    }
    fflush(stdout);
}

int main(int count, char** words)
{
    const long last = count > 1 ? atol(words[1]) : 0;
    for (long number = 0; number <= last; ++number) {
        if (number != SYS_sync) { /* takes long, and no argument */
            try_call(number);
        }
    }
    const unsigned long wanted = personality(0xffffffff) | ADDR_NO_RANDOMIZE;
    printf("no_randomize %s\n", personality(wanted) == -1 ? "refused" : "ok");
    return 0;
}
