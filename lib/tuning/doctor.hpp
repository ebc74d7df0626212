#pragma once

#include "host/cpu_request.hpp"
#include "host/sys_files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::tuning {

/// What a check says about measurements, the worst first.
enum class Status {
    problem, ///< figures are wrong
    warning, ///< figures are noisy
    unknown, ///< the machine does not tell
    note,    ///< good to know
    ok,
};

/// "problem", "warning", "unknown", "note", "ok"
[[nodiscard]] std::string_view to_word(Status status) noexcept;

/// One thing that makes a machine fit to benchmark on, or not.
struct Check {
    std::string code; ///< a name that stays: docs/doctor.md
    Status status = Status::unknown;
    std::string found;  ///< what there is, or why it is not known
    std::string cost{}; ///< what it does to measurements; empty when nothing
    std::string
        remedy{}; ///< the command or kernel parameter that mends it; empty when nothing does
};

/// Looks at everything that docs/doctor.md lists, for benchmarks on the CPUs of `choice` (none:
/// anywhere). Each check is there on every machine; what cannot be read is unknown, never ok. Only
/// reads.
[[nodiscard]] std::vector<Check> diagnose(const SysFiles& files,
                                          const std::optional<CpuChoice>& choice);

/// Whether no check is a problem or a warning.
[[nodiscard]] bool is_fit(const std::vector<Check>& checks);

} // namespace cb::tuning
