#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb {

/// Owns a file descriptor and closes it. -1: empty.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : fd_{fd} {}
    Fd(Fd&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
    Fd& operator=(Fd&& other) noexcept;
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    ~Fd() { reset(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }
    /// Releases ownership; the caller closes the descriptor.
    [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
    void reset() noexcept;

private:
    int fd_ = -1;
};

struct Pipe {
    Fd read;
    Fd write;
};

/// Creates a pipe with both ends close-on-exec. Throws Error{system}.
[[nodiscard]] Pipe make_pipe();

/// How far a file is read.
struct FilePlace {
    std::uint64_t at = 0, size = 0; ///< bytes
};

/// Nullopt if the descriptor is not that of a regular file.
[[nodiscard]] std::optional<FilePlace> find_place(int fd) noexcept;

/// Thrown by write_all if the reader of a pipe is gone: the stage then ends silently.
struct ClosedPipe {};

/// Writes all of `data` with as many calls of write(2) as needed, also to a non-blocking
/// descriptor. Throws ClosedPipe, Interrupted if a reader is slow and the user asks to stop, or
/// Error{system} that names `what`.
void write_all(int fd, std::string_view data, const std::string& what);

} // namespace cb
