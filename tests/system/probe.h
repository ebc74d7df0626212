/* Building blocks of the probes in probe.c: system calls, files and mounts, and the 32-bit interface of x86. */
#pragma once
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/io_uring.h>
#include <linux/mount.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CALL(...) (syscall(__VA_ARGS__) >= 0)

/* linux/mount.h and sys/mount.h conflict in some libcs. */
int mount(const char*, const char*, const char*, unsigned long, const void*);
int umount2(const char*, int);

typedef int probe(void); /* whether it works; errno says why not */

static int refuse(int error)
{
    errno = error;
    return 0;
}

/* The content of a file or a directory. */
static int can_read(const char* path)
{
    char bytes[64];
    const int fd = open(path, O_RDONLY | O_NONBLOCK);
    const ssize_t got = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    return got > 0 || (got == 0 && refuse(ENODATA));
}

static int can_write(const char* path)
{
    return open(path, O_WRONLY | O_NONBLOCK) >= 0;
}

static int has_entries(const char* path)
{
    DIR* const directory = opendir(path);
    if (directory == NULL) {
        return 0;
    }
    for (const struct dirent* entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            return 1;
        }
    }
    return refuse(ENODATA);
}

/* Whether the path's mount is writable, regardless of the user. */
static int is_mounted_writable(const char* path)
{
    struct statvfs status;
    if (statvfs(path, &status) != 0) {
        return 0;
    }
    return (status.f_flag & ST_RDONLY) == 0 || refuse(EROFS);
}

static int file_has(const char* path, const char* word)
{
    static char text[65536];
    const int fd = open(path, O_RDONLY);
    const ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (got < 0) {
        return 0;
    }
    text[got] = 0;
    return strstr(text, word) != NULL || refuse(ENODATA);
}

/* Through the 32-bit interface, which every program can call. */
#ifdef __x86_64__
static void* low_memory(void)
{
    void* const at = (void*)0x10000000;
    return syscall(SYS_mmap, at, 4096, 3, 0x100022, -1, 0) == (long)at ? at : NULL;
}
static int call_32(long number, long first, long second, const void* third)
{
    long result = number;
    __asm__ volatile("int $0x80" : "+a"(result) : "b"(first), "c"(second), "d"(third) : "memory", "r8", "r9", "r10", "r11");
    return (int)result;
}
#endif
