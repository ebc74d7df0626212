#pragma once

#include "base/id_set.hpp"
#include "host/topology.hpp"

#include <string_view>
#include <variant>
#include <vector>

namespace cb::host {

/// The value of `--cpu`.
class CpuRequest {
public:
    /// Exactly these CPUs.
    using Named = CpuSet;
    /// Any `count` CPUs.
    struct Auto {
        unsigned count;
        friend bool operator==(const Auto&, const Auto&) = default;
    };
    using Wish = std::variant<Named, Auto>;

    /// Parses "3", "2-5", "0,2", "auto" (one) or "auto:N".
    [[nodiscard]] static Parsed<CpuRequest> parse(std::string_view text);

    [[nodiscard]] const Wish& wish() const noexcept { return wish_; }
    friend bool operator==(const CpuRequest&, const CpuRequest&) = default;

private:
    explicit CpuRequest(Wish wish) : wish_{std::move(wish)} {}
    Wish wish_;
};

/// Why measurements on the chosen CPUs may be noisy; each becomes a reason of a run's fitness.
enum class CpuWarning {
    /// A physical core is shared by two of them, or by one of them and other tasks.
    shares_core,
    cpu_zero,         ///< CPU 0 keeps the time and takes most interrupts
    mixed_core_kinds, ///< performance and efficiency cores
    /// The kernel does not balance load between isolated CPUs: all threads stay on the first.
    several_isolated,
    several_nodes, ///< they belong to more than one NUMA node
};

/// The code in a manifest's `run.fitness.reasons`: "smt_sibling_shared", "cpu_zero",
/// "mixed_core_kinds", "several_isolated_cpus", "several_numa_nodes".
[[nodiscard]] std::string_view to_word(CpuWarning warning) noexcept;

struct CpuChoice {
    CpuSet cpus;
    std::vector<CpuWarning> warnings; ///< in the order of the enumeration
};

/// The CPUs that the request selects on this machine. A pure function: the same topology gives the
/// same choice. Rejects CPUs that do not exist, are offline or outside our cpuset, and counts that
/// exceed the allowed CPUs.
///
/// Preferences of auto, in descending order: not CPU 0 if there is another; isolated CPUs; whole
/// cores, with one thread on each; one NUMA node; one level 3 cache; performance cores; not CPU 0's
/// core; low numbers. To exclude CPUs, remove them from `topology.allowed`.
[[nodiscard]] Parsed<CpuChoice> choose_cpus(const CpuRequest& request, const Topology& topology);

} // namespace cb::host
