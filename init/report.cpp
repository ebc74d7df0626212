#include "report.hpp"

#include <sys/statvfs.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace cb_init {

namespace {

/// A line of bounded length, written with one write(2).
class Line {
public:
    void add(const char* format, ...) __attribute__((format(printf, 2, 3)))
    {
        va_list arguments;
        va_start(arguments, format);
        const int length = vsnprintf(text_ + length_, sizeof text_ - length_, format, arguments);
        va_end(arguments);
        if (length > 0) {
            length_ += static_cast<size_t>(length);
        }
        if (length_ >= sizeof text_) {
            length_ = sizeof text_ - 1;
        }
    }

    /// Adds a JSON string. Bytes that JSON forbids and non-ASCII bytes become '?'.
    void add_string(const char* text)
    {
        add("\"");
        for (; *text != 0; ++text) {
            const bool plain = *text >= ' ' && *text < 0x7f && *text != '"' && *text != '\\';
            add("%c", plain ? *text : '?');
        }
        add("\"");
    }

    void send(int fd)
    {
        add("\n");
        send_all(fd, text_, length_);
    }

private:
    char text_[8192];
    size_t length_ = 0;
};

/// The file's text, truncated to the buffer; empty if it is unreadable.
template <size_t Size> const char* read_text(const char* path, char (&buffer)[Size])
{
    size_t length = 0;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        for (ssize_t got = 1; got > 0 && length < Size - 1;) {
            got = read(fd, buffer + length, Size - 1 - length);
            length += got > 0 ? static_cast<size_t>(got) : 0;
        }
        close(fd);
    }
    buffer[length] = 0;
    return buffer;
}

/// Truncates `text` at the first character in `stops`.
void cut(char* text, const char* stops)
{
    text[strcspn(text, stops)] = 0;
}

const char* the_secret = nullptr; ///< still to be sent; null: not set or already sent

/// Sends the secret before the first report after the start of the command.
void send_secret(int fd)
{
    if (the_secret != nullptr) {
        Line line;
        line.add("\n%s", the_secret);
        line.send(fd);
        the_secret = nullptr;
    }
}

void add_status_member(Line& line, const char* name, const char* status, const char* field)
{
    char value[1024] = "";
    if (const char* const at = strstr(status, field)) {
        snprintf(value, sizeof value, "%s", at + strlen(field));
        cut(value, "\n");
    }
    line.add(",\"%s\":", name);
    line.add_string(value);
}

/// The options of the last mount on /dev/shm in /proc/self/mounts (proc(5)).
void add_shm(Line& line)
{
    static char mounts[262144];
    char options[1024] = "";
    for (const char* at = read_text("/proc/self/mounts", mounts);
         (at = strstr(at, " /dev/shm tmpfs "));) {
        at += strlen(" /dev/shm tmpfs ");
        snprintf(options, sizeof options, "%s", at);
        cut(options, " \n");
    }
    struct statvfs size {};
    line.add(",\"shm_options\":");
    line.add_string(options);
    const bool known = options[0] != 0 && statvfs("/dev/shm", &size) == 0;
    line.add(",\"shm_bytes\":%llu",
             known ? static_cast<unsigned long long>(size.f_blocks) * size.f_frsize : 0ULL);
}

/// Field 22 of /proc/self/stat (proc(5)). Our name, the second field, contains no parenthesis.
void add_start_ticks(Line& line)
{
    char stat[1024];
    const char* at = strrchr(read_text("/proc/self/stat", stat), ')');
    for (int field = 2; at != nullptr && field < 22; ++field) {
        at = strchr(at + 1, ' ');
    }
    line.add(",\"start_ticks\":%lld", at != nullptr ? atoll(at) : -1LL);
}

long long microseconds(const timeval& time)
{
    return static_cast<long long>(time.tv_sec) * 1'000'000 + time.tv_usec;
}

} // namespace

long personality_of(pid_t pid)
{
    char path[64];
    char text[64];
    snprintf(path, sizeof path, "/proc/%d/personality", pid);
    if (*read_text(path, text) == 0) {
        return -1;
    }
    return static_cast<long>(strtoul(text, nullptr, 16));
}

bool send_all(int fd, const char* data, size_t length)
{
    while (length > 0) {
        const ssize_t written = write(fd, data, length);
        if (written < 0 && errno == EAGAIN) {
            pollfd room{fd, POLLOUT, 0};
            poll(&room, 1, -1);
        } else if (written < 0 && errno != EINTR) {
            return false;
        } else if (written > 0) {
            data += written;
            length -= static_cast<size_t>(written);
        }
    }
    return true;
}

void set_secret(const char* secret)
{
    the_secret = secret;
}

void report_ready(int fd)
{
    static char status[65536];
    read_text("/proc/self/status", status);
    Line line;
    line.add("{\"event\":\"ready\",\"pid\":%d", getpid());
    add_status_member(line, "cpus", status, "\nCpus_allowed_list:\t");
    add_status_member(line, "mems", status, "\nMems_allowed_list:\t");
    add_shm(line);
    add_start_ticks(line);
    line.add("}");
    line.send(fd);
}

void report_end(int fd, const End& end, Moment start, long personality_flags)
{
    Line line;
    line.add("{\"event\":\"end\",\"started_at_ns\":%lld,\"wall_ns\":%lld,\"timed_out\":%s",
             start.wall_clock_ns,
             end.end_ns - start.monotonic_ns,
             end.timed_out ? "true" : "false");
    if (WIFSIGNALED(end.status)) {
        line.add(",\"exit_code\":null,\"signal\":%d", WTERMSIG(end.status));
    } else {
        line.add(",\"exit_code\":%d,\"signal\":null", WEXITSTATUS(end.status));
    }
    line.add(",\"personality\":%ld", personality_flags);
    line.add(",\"user_us\":%lld,\"system_us\":%lld",
             microseconds(end.usage.ru_utime),
             microseconds(end.usage.ru_stime));
    line.add(
        ",\"minor_faults\":%ld,\"major_faults\":%ld", end.usage.ru_minflt, end.usage.ru_majflt);
    line.add(
        ",\"blocks_read\":%ld,\"blocks_written\":%ld", end.usage.ru_inblock, end.usage.ru_oublock);
    line.add(",\"voluntary_switches\":%ld,\"involuntary_switches\":%ld}",
             end.usage.ru_nvcsw,
             end.usage.ru_nivcsw);
    send_secret(fd);
    line.send(fd);
}

void report_error(int fd, const char* what, int error)
{
    Line line;
    line.add("{\"event\":\"error\",\"what\":");
    line.add_string(what);
    line.add(",\"message\":");
    line.add_string(strerror(error));
    line.add(",\"errno\":%d}", error);
    send_secret(fd);
    line.send(fd);
}

void report_file(int fd, long long size, int error)
{
    Line line;
    line.add("{\"event\":\"file\",\"size\":%lld,\"message\":", size);
    line.add_string(error == 0 ? "" : strerror(error));
    line.add("}");
    line.send(fd);
}

} // namespace cb_init
