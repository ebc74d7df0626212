#pragma once

#include "base/error.hpp"

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace cb {

/// The full name of a git commit: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
class CommitId {
public:
    [[nodiscard]] static Parsed<CommitId> parse(std::string_view text);
    [[nodiscard]] const std::string& hex() const noexcept { return hex_; }
    friend auto operator<=>(const CommitId&, const CommitId&) = default;

private:
    explicit CommitId(std::string_view hex) : hex_{hex} {}
    std::string hex_;
};

/// The identity of a job: the same source, configuration and attempt give the same one.
class JobId {
public:
    /// Accepts 1 to 64 letters, digits, '-', '_' and '.', not starting with '-' or '.'.
    [[nodiscard]] static Parsed<JobId> parse(std::string_view text);
    /// The identity derived from `canonical`, a text that describes the identified object
    /// completely.
    [[nodiscard]] static JobId from(std::string_view canonical);
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    // NOLINTNEXTLINE(modernize-use-nullptr): as in quantity.hpp
    friend auto operator<=>(const JobId&, const JobId&) = default;

private:
    explicit JobId(std::string_view text) : text_{text} {}
    std::string text_;
};

/// The name of a machine that runs benchmarks, as its operator calls it.
class WorkerName {
public:
    static constexpr std::size_t max_bytes = 128;
    /// Accepts 1 to 128 bytes of UTF-8 without control characters, and without blanks at the ends.
    [[nodiscard]] static Parsed<WorkerName> parse(std::string_view text);
    /// That of the machine with this host name, whatever bytes it has.
    [[nodiscard]] static WorkerName of_host(std::string_view host);
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    friend auto operator<=>(const WorkerName&, const WorkerName&) = default;

private:
    explicit WorkerName(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

} // namespace cb
