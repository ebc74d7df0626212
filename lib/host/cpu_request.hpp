#pragma once

#include "base/id_set.hpp"
#include "host/topology.hpp"

#include <string_view>
#include <variant>
#include <vector>

namespace cb {

/// What `--cpu` asks for.
class CpuRequest {
public:
    /// These CPUs and no others.
    using Named = CpuSet;
    /// Any so many.
    struct Auto {
        unsigned count;
        friend bool operator==(const Auto&, const Auto&) = default;
    };
    using Wish = std::variant<Named, Auto>;

    /// Reads "3", "2-5", "0,2", "auto" (one) or "auto:N".
    [[nodiscard]] static Parsed<CpuRequest> parse(std::string_view text);

    [[nodiscard]] const Wish& wish() const noexcept { return wish_; }
    friend bool operator==(const CpuRequest&, const CpuRequest&) = default;

private:
    explicit CpuRequest(Wish wish) : wish_{std::move(wish)} {}
    Wish wish_;
};

/// What makes measurements on the chosen CPUs noisy: reasons of a run's fitness.
enum class CpuWarning {
    shares_core,      ///< two of them, or one and a CPU open to everybody, are one physical core
    cpu_zero,         ///< CPU 0 keeps the time and takes most interrupts
    mixed_core_kinds, ///< performance and efficiency cores
    several_isolated, ///< the kernel moves no thread between isolated CPUs: all stay on the first
    several_nodes,    ///< of more than one NUMA node
};

/// The code in a manifest's `run.fitness.reasons`: "smt_sibling_shared", "cpu_zero",
/// "mixed_core_kinds", "several_isolated_cpus", "several_numa_nodes".
[[nodiscard]] std::string_view to_word(CpuWarning warning) noexcept;

struct CpuChoice {
    CpuSet cpus;
    std::vector<CpuWarning> warnings; ///< in the order of the enumeration
};

/// The CPUs that the request means on this machine. A pure function: the same topology gives the
/// same choice. Refuses CPUs that do not exist, are offline or are outside our cpuset, and more
/// than there are.
///
/// Auto takes, the first that counts most: not CPU 0 while there is another; isolated CPUs; whole
/// cores, of each one thread; one NUMA node; one level 3 cache; performance cores; not CPU 0's
/// core; low numbers. To keep CPUs out, take them out of `topology.allowed`.
[[nodiscard]] Parsed<CpuChoice> choose_cpus(const CpuRequest& request, const Topology& topology);

} // namespace cb
