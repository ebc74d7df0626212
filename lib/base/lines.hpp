#pragma once

#include "base/fd.hpp"
#include "base/quantity.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cb {

/// Reads a descriptor line by line in bounded memory.
class LineReader {
public:
    struct Line {
        std::string_view text; ///< without its newline; valid until the next call
        std::uint64_t number;  ///< from 1
        bool is_too_long;      ///< longer than the limit: `text` is its start
    };

    /// The caller keeps ownership of `fd`. A line longer than `max_size` is truncated. `start` is
    /// input that has already been read.
    LineReader(int fd, Bytes max_size, std::string start = {})
        : fd_{fd}, max_size_{max_size.count()}, buffer_{std::move(start)}
    {}

    /// The next line; nullopt at the end. Throws Interrupted, Error{system}.
    [[nodiscard]] std::optional<Line> next();

    /// Whether next() can return without waiting for input. Reads available data. Throws
    /// Error{system}.
    [[nodiscard]] bool is_ready();

    /// How far the input is read, a buffer ahead of the lines; nullopt if it is not a file.
    [[nodiscard]] std::optional<FilePlace> place() const noexcept { return find_place(fd_); }

private:
    void wait() const;
    [[nodiscard]] bool fill();
    [[nodiscard]] Line take(std::size_t length, std::size_t with_newline);
    [[nodiscard]] std::optional<Line> take_too_long();

    int fd_;
    std::uint64_t max_size_;
    std::string buffer_;
    std::string cut_{};       ///< the start of an overlong line
    std::size_t start_ = 0;   ///< start of the next line in the buffer
    std::size_t scanned_ = 0; ///< there is no newline before this position
    std::uint64_t number_ = 0;
    bool at_end_ = false;
};

} // namespace cb
