#include "host/numa_request.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::host {

namespace {

/// Why the node cannot provide memory; nullopt if it can.
std::optional<std::string> find_problem(unsigned id, const Topology& topology)
{
    const Node* const node = topology.node(id);
    if (node == nullptr) {
        return fmt::format("memory node {} does not exist or is offline; this machine has {}",
                           id,
                           topology.online_nodes().to_string());
    }
    if (!node->has_memory()) {
        return fmt::format("memory node {} has CPUs but no memory", id);
    }
    if (!topology.allowed_nodes.contains(id)) {
        return fmt::format("memory node {} is outside the cpuset that cb runs in, {}",
                           id,
                           topology.allowed_nodes.to_string());
    }
    return std::nullopt;
}

Parsed<NodeSet> find_nodes(const CpuSet& cpus, const Topology& topology)
{
    if (cpus.empty()) {
        return topology.allowed_nodes;
    }
    std::vector<unsigned> ids;
    for (const unsigned id : cpus.ids()) {
        const Cpu* const cpu = topology.cpu(id);
        if (cpu == nullptr || !cpu->memory_node) {
            return tl::unexpected{fmt::format("no memory node lists CPU {}", id)};
        }
        if (const auto problem = find_problem(*cpu->memory_node, topology)) {
            return tl::unexpected{fmt::format("CPU {}: {}", id, *problem)};
        }
        ids.push_back(*cpu->memory_node);
    }
    return NodeSet::of(std::move(ids));
}

Parsed<NodeSet>
check_named_nodes(const NodeSet& named, const CpuSet& cpus, const Topology& topology)
{
    for (const unsigned id : named.ids()) {
        if (auto problem = find_problem(id, topology)) {
            return tl::unexpected{std::move(*problem)};
        }
    }
    for (const unsigned id : cpus.ids()) {
        const Cpu* const cpu = topology.cpu(id);
        if (cpu != nullptr && cpu->memory_node && !named.contains(*cpu->memory_node)) {
            return tl::unexpected{fmt::format(
                "CPU {} is on node {}, not on node {}; use --numa {} or a CPU of node {}",
                id,
                *cpu->memory_node,
                named.to_string(),
                *cpu->memory_node,
                named.to_string())};
        }
    }
    return named;
}

} // namespace

Parsed<NumaRequest> NumaRequest::parse(std::string_view text)
{
    if (text == "auto") {
        return NumaRequest{std::nullopt};
    }
    auto nodes = NodeSet::parse(text);
    if (!nodes) {
        return tl::unexpected{nodes.error() + R"(; "auto" selects the nodes of the CPUs)"};
    }
    return NumaRequest{std::move(*nodes)};
}

Parsed<NodeSet>
choose_nodes(const NumaRequest& request, const CpuSet& cpus, const Topology& topology)
{
    return request.nodes() ? check_named_nodes(*request.nodes(), cpus, topology)
                           : find_nodes(cpus, topology);
}

Parsed<void> check_memory(const NodeSet& nodes, Bytes needed, const Topology& topology)
{
    std::uint64_t left = needed.count();
    for (const unsigned id : nodes.ids()) {
        const Node* const node = topology.node(id);
        if (node == nullptr || !node->memory_available) {
            return {};
        }
        left -= std::min(left, node->memory_available->count());
    }
    if (left == 0) {
        return {};
    }
    return tl::unexpected{fmt::format(
        "{} of memory were requested, but memory node {} has only {} available; request less, "
        "free some, or use another node",
        needed.to_string(),
        nodes.to_string(),
        Bytes{needed.count() - left}.to_string())};
}

} // namespace cb::host
