#pragma once

#include "host/cpu_request.hpp"
#include "host/sys_files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::tuning {

/// The result of a check, worst first.
enum class Status {
    problem, ///< figures are wrong
    warning, ///< figures are noisy
    unknown, ///< the machine does not report it
    note,    ///< good to know
    ok,
};

/// "problem", "warning", "unknown", "note", "ok"
[[nodiscard]] std::string_view to_word(Status status) noexcept;

/// A property that makes a machine suitable for benchmarks, or unsuitable.
struct Check {
    std::string code; ///< a stable name: docs/doctor.md
    Status status = Status::unknown;
    std::string found;    ///< the current state, or why it is unknown
    std::string cost{};   ///< the effect on measurements; empty if there is none
    std::string remedy{}; ///< the command or kernel parameter that fixes it; empty if none does
};

/// Runs all checks that docs/doctor.md lists, for benchmarks on the CPUs of `choice` (nullopt:
/// anywhere). Every check appears on every machine; a value that cannot be read is unknown, never
/// ok. Only reads.
[[nodiscard]] std::vector<Check> diagnose(const SysFiles& files,
                                          const std::optional<CpuChoice>& choice);

/// Whether no check is a problem or a warning.
[[nodiscard]] bool is_fit(const std::vector<Check>& checks);

} // namespace cb::tuning
