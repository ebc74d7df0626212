#pragma once

#include "base/lines.hpp"
#include "base/log.hpp"
#include "manifest/alias_record.hpp"
#include "manifest/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cb {

/// Reads manifests, one per line, in memory bounded by the longest line. A line that is not a
/// manifest is logged, counted and skipped. A line that is an alias is skipped with a warning, or
/// kept for a reader that asks for it.
class ManifestReader {
public:
    /// Larger than the largest `run.output` with every byte escaped.
    static constexpr Bytes default_line_limit{1U << 30U};

    /// The caller keeps ownership of `fd`. Messages call it `name`, such as "stdin". `start` is
    /// input that was already read.
    ManifestReader(int fd,
                   std::string name,
                   Log& log,
                   Bytes line_limit = default_line_limit,
                   std::string start = {});

    /// The next manifest; nullopt at the end. Skips blank lines. Throws Interrupted, Error{system}.
    [[nodiscard]] std::optional<Manifest> next();

    /// The next manifest if it is already available; nullopt at the end or if next() would block.
    /// Throws Error{system}.
    [[nodiscard]] std::optional<Manifest> next_if_ready();

    /// From now on, aliases are kept for take_aliases().
    void keep_aliases() noexcept { keeps_aliases_ = true; }
    /// Those that were read since the last call.
    [[nodiscard]] std::vector<AliasRecord> take_aliases() { return std::exchange(aliases_, {}); }

    /// The length of the line from which the last manifest was read.
    [[nodiscard]] std::size_t line_bytes() const noexcept { return line_bytes_; }

    /// LineReader::place().
    [[nodiscard]] std::optional<FilePlace> place() const noexcept { return lines_.place(); }

    [[nodiscard]] std::uint64_t bad_lines() const noexcept { return bad_lines_; }

private:
    [[nodiscard]] std::optional<Manifest> read(const LineReader::Line& line);
    [[nodiscard]] bool read_alias(const LineReader::Line& line);

    LineReader lines_;
    std::string name_;
    Log& log_;
    std::vector<AliasRecord> aliases_{};
    bool keeps_aliases_ = false;
    std::uint64_t bad_lines_ = 0;
    std::size_t line_bytes_ = 0;
};

/// Writes the manifest and its newline before it returns, so that the next stage can start. Writes
/// a short line at once, and a long one without holding the whole line in memory. Throws
/// ClosedPipe, Error{system}.
void write_line(int fd, const Manifest& manifest);

} // namespace cb
