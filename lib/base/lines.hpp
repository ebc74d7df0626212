#pragma once

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
        bool is_too_long;      ///< longer than the bound: the text is its start
    };

    /// `fd` stays the caller's. A line of more than `most` is cut. `start` is what was read of the
    /// input already.
    LineReader(int fd, Bytes most, std::string start = {})
        : fd_{fd}, most_{most.count()}, buffer_{std::move(start)}
    {}

    /// The next line; none at the end. Throws Interrupted, Error{system}.
    [[nodiscard]] std::optional<Line> next();

    /// Whether next() has its answer without waiting for more input. Reads what is there already.
    /// Throws Error{system}.
    [[nodiscard]] bool is_ready();

private:
    void wait() const;
    [[nodiscard]] bool fill();
    [[nodiscard]] Line take(std::size_t length, std::size_t with_newline);
    [[nodiscard]] std::optional<Line> take_too_long();

    int fd_;
    std::uint64_t most_;
    std::string buffer_;
    std::string cut_{};       ///< the start of a line that was too long
    std::size_t start_ = 0;   ///< where the next line starts in the buffer
    std::size_t scanned_ = 0; ///< no newline before this place
    std::uint64_t number_ = 0;
    bool at_end_ = false;
};

} // namespace cb
