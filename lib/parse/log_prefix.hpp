#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cb::parse {

/// What a log puts before a line of a program's output.
struct LogPrefix {
    std::size_t size = 0;   ///< in bytes; 0: no prefix
    bool is_decided = true; ///< false: it depends on later text
    /// The position in the line of its source's name: "web-1", "[pod/web/main]". Size 0: no name.
    /// Small types, so that the struct is returned in registers.
    std::uint8_t source_start = 0, source_size = 0;

    [[nodiscard]] std::string_view source_in(std::string_view line) const
    {
        return line.substr(source_start, source_size);
    }
};

/// The maximum size of a prefix.
constexpr std::size_t max_prefix_bytes = 160;

/// The prefix that container engines and services write: "web-1  | " (docker compose, foreman),
/// "[pod/web/main] " (kubectl logs --prefix), an RFC 3339 time and a space (docker logs -t, raw
/// GitHub Actions logs, kubectl logs --timestamps), or one of the first two with a time, in either
/// order. `line` is the start of a line, without its end. Constant time.
[[nodiscard]] LogPrefix log_prefix_of(std::string_view line);

} // namespace cb::parse
