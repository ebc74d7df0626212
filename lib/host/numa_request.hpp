#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/topology.hpp"

#include <optional>
#include <string_view>

namespace cb {

/// What `--numa` asks for: these memory nodes, or (auto) those of the CPUs.
class NumaRequest {
public:
    /// Reads "auto", "0", "0-1" or "0,2".
    [[nodiscard]] static Parsed<NumaRequest> parse(std::string_view text);
    /// none: auto
    [[nodiscard]] const std::optional<NodeSet>& nodes() const noexcept { return nodes_; }
    friend bool operator==(const NumaRequest&, const NumaRequest&) = default;

private:
    explicit NumaRequest(std::optional<NodeSet> nodes) : nodes_{std::move(nodes)} {}
    std::optional<NodeSet> nodes_;
};

/// The memory nodes that the request means. Auto gives the nodes of the CPUs, or the nearest with
/// memory for a CPU whose node has none; without CPUs all that we may use. Refuses nodes that do
/// not exist, are offline, have no memory or are outside our cpuset, and CPUs whose node is not
/// among those asked for: memory would be far away. \pre choose_cpus() gave `cpus`; empty where no
/// CPU is asked for
[[nodiscard]] Parsed<NodeSet>
choose_nodes(const NumaRequest& request, const CpuSet& cpus, const Topology& topology);

/// Refuses when the nodes together have less than `needed` available. A node that does not tell how
/// much it has is taken to have enough.
[[nodiscard]] Parsed<void>
check_memory(const NodeSet& nodes, Bytes needed, const Topology& topology);

} // namespace cb
