#pragma once

#include "base/words.hpp"
#include "host/cpu_request.hpp"
#include "host/sys_files.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

namespace tuning {

/// The result of a check, worst first. What it means for the installation is in brackets.
enum class Status {
    problem, ///< figures are wrong (something does not work)
    warning, ///< figures are noisy (something will not work for long, or may not)
    unknown, ///< the machine does not report it
    note,    ///< good to know
    ok,
};

} // namespace tuning

template <>
inline constexpr std::array words<tuning::Status>{Word{tuning::Status::problem, "problem"},
                                                  Word{tuning::Status::warning, "warning"},
                                                  Word{tuning::Status::unknown, "unknown"},
                                                  Word{tuning::Status::note, "note"},
                                                  Word{tuning::Status::ok, "ok"}};

namespace tuning {

/// "problem", "warning", "unknown", "note", "ok"
[[nodiscard]] std::string_view to_word(Status status) noexcept;

/// A property that makes a machine suitable for benchmarks, or unsuitable; or of what is installed
/// there (health/installation.hpp).
struct Check {
    std::string code; ///< a stable name: docs/doctor.md
    Status status = Status::unknown;
    std::string found{};   ///< the current state, or why it is unknown
    std::string cost{};    ///< the effect on measurements; empty if there is none
    std::string remedy{};  ///< the command or kernel parameter that fixes it; empty if none does
    std::string subject{}; ///< what is checked if there are several: a directory, a repository
    std::map<std::string, double> figures{}; ///< what was read, by a name with its unit
};

/// Runs all checks that docs/doctor.md lists, for benchmarks on the CPUs of `choice` (nullopt:
/// anywhere). Every check appears on every machine; a value that cannot be read is unknown, never
/// ok. Only reads.
[[nodiscard]] std::vector<Check> diagnose(const host::SysFiles& files,
                                          const std::optional<host::CpuChoice>& choice);

/// Whether no check is a problem or a warning.
[[nodiscard]] bool is_fit(const std::vector<Check>& checks);

} // namespace tuning
} // namespace cb
