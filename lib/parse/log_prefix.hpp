#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cb::parse {

/// What a log has in front of a line of a program's output.
struct LogPrefix {
    std::size_t size = 0;   ///< in bytes; 0: there is none
    bool is_decided = true; ///< false: it depends on what follows
    /// Where in the line it is said who wrote it: "web-1", "[pod/web/main]". Of size 0: nowhere.
    /// Small, so that all of this is returned in registers.
    std::uint8_t source_start = 0, source_size = 0;

    [[nodiscard]] std::string_view source_in(std::string_view line) const
    {
        return line.substr(source_start, source_size);
    }
};

/// No prefix is longer.
constexpr std::size_t most_prefix_bytes = 160;

/// The prefix that container engines and services write: "web-1  | " (docker compose, foreman),
/// "[pod/web/main] " (kubectl logs --prefix), a time in RFC 3339 and a blank (docker logs -t, the
/// raw logs of GitHub Actions, kubectl logs --timestamps), or one of the former and a time in
/// either order. `line` is the start of a line, without its end. Constant time.
[[nodiscard]] LogPrefix log_prefix_of(std::string_view line);

} // namespace cb::parse
