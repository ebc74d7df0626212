#include "base/lines.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"

#include <cerrno>
#include <unistd.h>

namespace cb {

void LineReader::wait() const
{
    static_cast<void>(wait_readable(fd_, std::nullopt));
}

bool LineReader::fill()
{
    constexpr std::size_t chunk = 65536;
    if (start_ > 0) {
        buffer_.erase(0, start_);
        scanned_ -= start_;
        start_ = 0;
    }
    const auto before = buffer_.size();
    buffer_.resize(before + chunk);
    const auto got = ::read(fd_, buffer_.data() + before, chunk);
    const int error = errno;
    buffer_.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0 && error != EINTR && error != EAGAIN) {
        errno = error;
        throw_errno("reading the input");
    }
    return got != 0;
}

LineReader::Line LineReader::take(std::size_t length, std::size_t with_newline)
{
    const Line line{std::string_view{buffer_}.substr(start_, length), ++number_, false};
    start_ += with_newline;
    scanned_ = start_;
    return line;
}

/// Skips to the end of the line without storing it.
std::optional<LineReader::Line> LineReader::take_too_long()
{
    cut_ = buffer_.substr(start_, max_size_);
    for (;;) {
        const auto newline = buffer_.find('\n', scanned_);
        if (newline != std::string::npos) {
            start_ = scanned_ = newline + 1;
            break;
        }
        start_ = scanned_ = buffer_.size();
        wait();
        if (!fill()) {
            at_end_ = true;
            break;
        }
    }
    return Line{cut_, ++number_, true};
}

bool LineReader::is_ready()
{
    while (!at_end_ && buffer_.find('\n', scanned_) == std::string::npos) {
        scanned_ = buffer_.size();
        const bool too_long =
            buffer_.size() - start_ > max_size_; // next() has to search for its end
        if (too_long || !wait_readable(fd_, std::chrono::steady_clock::now(), OnStop::ignore)) {
            return false;
        }
        at_end_ = !fill();
    }
    return true;
}

std::optional<LineReader::Line> LineReader::next()
{
    while (!at_end_) {
        const auto newline = buffer_.find('\n', scanned_);
        const auto end = newline == std::string::npos ? buffer_.size() : newline;
        if (end - start_ > max_size_) {
            return take_too_long();
        }
        if (newline != std::string::npos) {
            return take(newline - start_, newline - start_ + 1);
        }
        scanned_ = buffer_.size();
        wait();
        if (!fill()) {
            at_end_ = true;
        }
    }
    if (start_ < buffer_.size()) {
        const auto length = buffer_.size() - start_;
        return take(length, length);
    }
    return std::nullopt;
}

} // namespace cb
