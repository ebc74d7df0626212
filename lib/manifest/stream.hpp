#pragma once

#include "base/lines.hpp"
#include "base/log.hpp"
#include "manifest/manifest.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace cb {

/// Reads manifests, one a line, in memory bounded by the longest line. A line that is no manifest
/// is named on the log, counted and left out; the rest goes on.
class ManifestReader {
public:
    /// More than the largest `run.output` in JSON's worst spelling.
    static constexpr Bytes default_line_limit{1U << 30U};

    /// `fd` stays the caller's. `name` is what messages call it: "stdin". `start` is what was read
    /// of the input already.
    ManifestReader(int fd,
                   std::string name,
                   Log& log,
                   Bytes line_limit = default_line_limit,
                   std::string start = {});

    /// The next manifest; none at the end. Blank lines are skipped. Throws Interrupted,
    /// Error{system}.
    [[nodiscard]] std::optional<Manifest> next();

    /// The next manifest if it is there already; none if next() would have to wait for it, or at
    /// the end. Throws Error{system}.
    [[nodiscard]] std::optional<Manifest> next_if_ready();

    [[nodiscard]] std::uint64_t bad_lines() const noexcept { return bad_lines_; }

private:
    [[nodiscard]] std::optional<Manifest> read(const LineReader::Line& line);

    LineReader lines_;
    std::string name_;
    Log& log_;
    std::uint64_t bad_lines_ = 0;
};

/// Writes the manifest and its newline before it returns, so that the next stage can start; a short
/// one in one piece, a long one without keeping the line in memory. Throws ClosedPipe,
/// Error{system}.
void write_line(int fd, const Manifest& manifest);

} // namespace cb
