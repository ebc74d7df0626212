/* Programs with a known resource usage, for tests of measurements.
 *
 *   truth memory MIB      writes to each page of MIB MiB of anonymous memory, and holds them for 0.4 s
 *   truth cpu MS THREADS  each thread burns MS milliseconds of processor time
 *   truth write FILE MIB  writes MIB MiB to FILE and fsyncs it
 *   truth hold FILE MIB   the same, and holds it for 2 s
 *   truth faults N        causes N minor faults
 *   truth switches N      yields the processor N times, by waiting
 *   truth trace PID       tries to trace the process, and prints why not
 *   truth numa            makes each call of libnuma for its own memory, and prints which ones work
 *   truth personality     prints whether address space randomization is off or on
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const size_t page = 4096;

static char* pages(size_t count)
{
    char* at = mmap(NULL, (count + 1) * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    madvise(at, count * page, MADV_NOHUGEPAGE);
    for (size_t i = 0; i < count; ++i) {
        at[i * page] = 1;
    }
    return at;
}

static void pause_ms(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&time, NULL);
}

static void* burn(void* ms)
{
    struct timespec used;
    do {
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    } while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < *(long*)ms);
    return NULL;
}

static int burn_in(long ms, long threads)
{
    pthread_t all[64];
    for (long i = 0; i < threads && i < 64; ++i) {
        pthread_create(&all[i], NULL, burn, &ms);
    }
    for (long i = 0; i < threads && i < 64; ++i) {
        pthread_join(all[i], NULL);
    }
    return 0;
}

static int write_file(const char* name, size_t mib)
{
    static char block[1 << 20];
    const int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    for (size_t i = 0; i < mib; ++i) {
        if (write(fd, block, sizeof block) != sizeof block) {
            perror(name);
            return 1;
        }
    }
    return fsync(fd);
}

static void say(const char* call, long result)
{
    printf("%s %s\n", call, result == 0 ? "ok" : strerror(errno));
}

/* On the current node of the process, which a cpuset may have chosen. Constants of <numaif.h>, which is not always installed. */
static void use_numa_calls(void)
{
    enum { get_addr = 3, bind = 2, most = 1024, set_mempolicy_home_node = 450 };
    char* const at = pages(0);
    int node = -1;
    at[0] = 1;
    say("get_mempolicy", syscall(SYS_get_mempolicy, &node, NULL, 0, at, get_addr));
    unsigned long nodes[most / (8 * sizeof(long))] = {0};
    nodes[(size_t)node / (8 * sizeof(long))] |= 1UL << (size_t)node % (8 * sizeof(long));
    say("mbind", syscall(SYS_mbind, at, page, bind, nodes, most, 0));
    say("set_mempolicy", syscall(SYS_set_mempolicy, bind, nodes, most));
    say("set_mempolicy_home_node", syscall(set_mempolicy_home_node, at, page, node, 0));
    void* moved = at;
    int status = -1;
    say("move_pages", syscall(SYS_move_pages, 0, 1, &moved, &node, &status, 0));
    printf("on its node %s\n", status == node ? "yes" : "no");
}

int main(int count, char** words)
{
    const char* what = count > 1 ? words[1] : "";
    const long first = count > 2 ? atol(words[2]) : 0;
    if (strcmp(what, "memory") == 0) {
        pages((size_t)first * 256);
        pause_ms(400);
    } else if (strcmp(what, "cpu") == 0) {
        return burn_in(first, atol(words[3]));
    } else if (strcmp(what, "write") == 0) {
        return write_file(words[2], (size_t)atol(words[3]));
    } else if (strcmp(what, "hold") == 0) {
        const int failed = write_file(words[2], (size_t)atol(words[3]));
        pause_ms(2000);
        return failed;
    } else if (strcmp(what, "faults") == 0) {
        pages((size_t)first);
    } else if (strcmp(what, "switches") == 0) {
        for (long i = 0; i < first; ++i) {
            pause_ms(1);
        }
    } else if (strcmp(what, "trace") == 0) {
        printf("%s\n", ptrace(PTRACE_SEIZE, (pid_t)first, 0, 0) == 0 ? "traced" : strerror(errno));
    } else if (strcmp(what, "numa") == 0) {
        use_numa_calls();
    } else if (strcmp(what, "personality") == 0) {
        printf("%s\n", personality(0xffffffff) & ADDR_NO_RANDOMIZE ? "off" : "on");
    } else {
        return 2;
    }
    return 0;
}
