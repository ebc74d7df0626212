#include "affinity.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

namespace cb_init {

namespace {

/// The largest mask of any kernel configuration: 8192 CPUs.
struct Mask {
    unsigned char bytes[1024];
};

/// Reads the mask at the caller's address, truncated or zero-padded as by the kernel. Returns false
/// and sets errno if it is unreadable.
bool read_mask(pid_t caller, unsigned long long address, unsigned long long size, Mask& mask)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", caller);
    const int memory = open(path, O_RDONLY | O_CLOEXEC);
    const size_t want = size < sizeof mask.bytes ? static_cast<size_t>(size) : sizeof mask.bytes;
    mask = {};
    const ssize_t got =
        memory < 0 ? -1 : pread(memory, mask.bytes, want, static_cast<off_t>(address));
    const int problem = memory < 0 ? errno : EFAULT;
    if (memory >= 0) {
        close(memory);
    }
    errno = problem;
    return got == static_cast<ssize_t>(want);
}

/// Makes the call for `caller`. Returns 0 or the negative errno.
int set_affinity(const seccomp_notif& call, const Mask& asked)
{
    static Mask ours; // cb-init's own CPUs, which never change after its start
    static const long size = syscall(SYS_sched_getaffinity, 0, sizeof ours.bytes, ours.bytes);
    Mask allowed{};
    for (long i = 0; i < size; ++i) {
        allowed.bytes[i] = asked.bytes[i] & ours.bytes[i];
    }
    const auto named = static_cast<pid_t>(call.data.args[0]);
    const pid_t target = named != 0 ? named : static_cast<pid_t>(call.pid);
    return syscall(SYS_sched_setaffinity, target, static_cast<size_t>(size), allowed.bytes) == 0
               ? 0
               : -errno;
}

/// Filter instruction: unless A equals `value`, skips the next `skipped` instructions.
constexpr sock_filter unless_equal(unsigned value, unsigned char skipped)
{
    return {BPF_JMP | BPF_JEQ | BPF_K, 0, skipped, value};
}

constexpr sock_filter load(size_t offset)
{
    return {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<unsigned>(offset)};
}

constexpr sock_filter end_with(unsigned action)
{
    return {BPF_RET | BPF_K, 0, 0, action};
}

} // namespace

int hand_affinity_over()
{
    // The number of sched_setaffinity in each interface of the processor.
    sock_filter program[] = {
        load(offsetof(seccomp_data, arch)),
#if defined(__x86_64__)
        unless_equal(AUDIT_ARCH_X86_64, 4),
        load(offsetof(seccomp_data, nr)),
        {BPF_ALU | BPF_AND | BPF_K, 0, 0, 0xbfffffff}, // the bit of the x32 interface
        unless_equal(SYS_sched_setaffinity, 5),
        end_with(SECCOMP_RET_USER_NOTIF),
        unless_equal(AUDIT_ARCH_I386, 3),
#elif defined(__aarch64__)
        unless_equal(AUDIT_ARCH_AARCH64, 3),
        load(offsetof(seccomp_data, nr)),
        unless_equal(SYS_sched_setaffinity, 5),
        end_with(SECCOMP_RET_USER_NOTIF),
        unless_equal(AUDIT_ARCH_ARM, 3),
#endif
        load(offsetof(seccomp_data, nr)),
#if defined(__x86_64__) || defined(__aarch64__)
        unless_equal(241, 1),
#else
        unless_equal(SYS_sched_setaffinity, 1),
#endif
        end_with(SECCOMP_RET_USER_NOTIF),
        end_with(SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter{sizeof program / sizeof *program, program};
    // The same flag as in lib/engine/native/call_filter.cpp: avoids a slowdown on old kernels.
    constexpr auto flags = SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    return static_cast<int>(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter));
}

/// Passes a descriptor as described in unix(7), SCM_RIGHTS.
bool send_descriptor(int socket, int descriptor)
{
    char byte = 0;
    iovec data{&byte, 1};
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)]{};
    msghdr message{nullptr, 0, &data, 1, control, sizeof control, 0};
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return sendmsg(socket, &message, MSG_NOSIGNAL) == 1;
}

int receive_descriptor(int socket)
{
    char byte = 0;
    iovec data{&byte, 1};
    int descriptor = -1;
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)]{};
    msghdr message{nullptr, 0, &data, 1, control, sizeof control, 0};
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) == 1) {
        if (const cmsghdr* const header = CMSG_FIRSTHDR(&message)) {
            memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
        }
    }
    return descriptor;
}

void answer_affinity(int descriptor)
{
    seccomp_notif call{};
    if (ioctl(descriptor, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) {
        return; // the caller has been killed
    }
    Mask asked;
    const bool is_read =
        read_mask(static_cast<pid_t>(call.pid), call.data.args[2], call.data.args[1], asked);
    seccomp_notif_resp answer{call.id, 0, is_read ? 0 : -errno, 0};
    // The memory was the caller's only if the caller still waits: its PID may have been reused.
    if (ioctl(descriptor, SECCOMP_IOCTL_NOTIF_ID_VALID, &call.id) != 0) {
        return;
    }
    if (is_read) {
        answer.error = set_affinity(call, asked);
    }
    ioctl(descriptor, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

} // namespace cb_init
