#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"
#include "host/topology.hpp"

#include <optional>
#include <string_view>

namespace cb::host {

/// The value of `--numa`: these memory nodes, or (auto) those of the CPUs.
class NumaRequest {
public:
    /// Parses "auto", "0", "0-1" or "0,2".
    [[nodiscard]] static Parsed<NumaRequest> parse(std::string_view text);
    /// nullopt: auto
    [[nodiscard]] const std::optional<NodeSet>& nodes() const noexcept { return nodes_; }
    friend bool operator==(const NumaRequest&, const NumaRequest&) = default;

private:
    explicit NumaRequest(std::optional<NodeSet> nodes) : nodes_{std::move(nodes)} {}
    std::optional<NodeSet> nodes_;
};

/// The memory nodes that the request selects. Auto selects the nodes of the CPUs. For a CPU whose
/// node has no memory it selects the nearest node with memory. Without CPUs it selects all nodes
/// that we may use. Rejects nodes that do not exist, are offline, have no memory or are outside our
/// cpuset. Rejects CPUs whose node was not requested, because their memory would be remote. \pre
/// `cpus` comes from choose_cpus(), or is empty if no CPU is requested
[[nodiscard]] Parsed<NodeSet>
choose_nodes(const NumaRequest& request, const CpuSet& cpus, const Topology& topology);

/// Returns an error if the nodes together have less than `needed` available. A node that does not
/// report its memory counts as having enough.
[[nodiscard]] Parsed<void>
check_memory(const NodeSet& nodes, Bytes needed, const Topology& topology);

} // namespace cb::host
