#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// A set of small numbers in the list format of cpuset(7): "0-3,8". Ascending and without
/// duplicates; never empty after parsing; parse(x.to_string()) == x. `Kind` distinguishes CPUs from
/// memory nodes.
template <typename Kind> class IdSet {
public:
    /// Larger numbers are rejected, so that a hostile "0-4294967295" costs nothing.
    static constexpr unsigned limit = 8191; // the kernel's largest NR_CPUS is 8192

    IdSet() = default;

    [[nodiscard]] static Parsed<IdSet> parse(std::string_view text);
    /// The set of these numbers, in any order, possibly with duplicates. \pre no number exceeds
    /// `limit`.
    [[nodiscard]] static IdSet of(std::vector<unsigned> ids);

    [[nodiscard]] const std::vector<unsigned>& ids() const noexcept { return ids_; }
    [[nodiscard]] std::size_t size() const noexcept { return ids_.size(); }
    [[nodiscard]] bool empty() const noexcept { return ids_.empty(); }
    [[nodiscard]] bool contains(unsigned id) const noexcept;
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const IdSet&, const IdSet&) = default;

private:
    std::vector<unsigned> ids_;
};

struct CpuKind {
    static constexpr std::string_view name = "CPU";
};
struct NodeKind {
    static constexpr std::string_view name = "memory node";
};

/// Logical CPUs, as /sys/devices/system/cpu numbers them.
using CpuSet = IdSet<CpuKind>;
/// NUMA memory nodes, as /sys/devices/system/node numbers them.
using NodeSet = IdSet<NodeKind>;

/// The CPUs of `all` that are not in `removed`; the CPUs in both sets; the CPUs in either set.
[[nodiscard]] CpuSet minus(const CpuSet& all, const CpuSet& removed);
[[nodiscard]] CpuSet common(const CpuSet& left, const CpuSet& right);
[[nodiscard]] CpuSet united(const CpuSet& left, const CpuSet& right);

extern template class IdSet<CpuKind>;
extern template class IdSet<NodeKind>;

} // namespace cb
