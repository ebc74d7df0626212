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

/// The prefix that container engines and services write. It has at most one of each of these parts:
///  - a time and a blank, in RFC 3339 (docker logs -t, raw logs of GitHub Actions, kubectl logs
///    --timestamps) or as "[2026-11-24T03:00:50.123Z] " (Jenkins), and then GitLab's "00O ";
///  - the writer: "web-1  | " (docker compose, foreman), also coloured, "[pod/web/main] " (kubectl
///    logs --prefix) or "#12 3.456 " (BuildKit);
///  - "job\tstep\t" before a time (gh run view --log).
/// `line` is the start of a line, without its end. Constant time.
[[nodiscard]] LogPrefix log_prefix_of(std::string_view line);

} // namespace cb::parse
