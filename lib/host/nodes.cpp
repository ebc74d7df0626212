#include "host/nodes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace cb::host {

namespace {

const std::filesystem::path node_dir = "sys/devices/system/node";

/// The sum that the kernel's si_mem_available() computes, for one node: free pages, the page cache
/// and reclaimable slabs. The names in `meminfo` start with `prefix`.
std::optional<Bytes>
available(std::string_view meminfo, const std::string& prefix, const std::optional<Bytes>& total)
{
    const auto free = meminfo_size(meminfo, prefix + "MemFree");
    if (!free || !total) {
        return std::nullopt;
    }
    Bytes sum = std::min(*free, *total);
    for (const char* const name : {"Active(file)", "Inactive(file)", "SReclaimable"}) {
        const auto part = meminfo_size(meminfo, prefix + name).value_or(Bytes{});
        sum = std::min(Bytes{sum.count() + part.count()}, *total); // both fit in 63 bits
    }
    return sum;
}

Node read_node(unsigned id, CpuSet cpus, std::string_view meminfo, const std::string& prefix)
{
    Node node;
    node.id = id;
    node.cpus = std::move(cpus);
    node.memory_total = meminfo_size(meminfo, prefix + "MemTotal");
    node.memory_free = meminfo_size(meminfo, prefix + "MemFree");
    node.memory_available = available(meminfo, prefix, node.memory_total);
    return node;
}

/// "10 21": one number per node, in the order of the online nodes.
std::vector<unsigned> parse_distances(std::string_view text)
{
    std::vector<unsigned> numbers;
    while (!text.empty()) {
        unsigned number = 0;
        const auto* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error != std::errc{}) {
            break;
        }
        numbers.push_back(number);
        text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    }
    return numbers;
}

} // namespace

std::vector<Node> read_nodes(const SysFiles& files, const CpuSet& online_cpus)
{
    const auto online = files.list<NodeSet>(node_dir / "online");
    if (!online) {
        return {read_node(0, online_cpus, files.text("proc/meminfo").value_or(""), "")};
    }
    std::vector<Node> nodes;
    for (const unsigned id : online->ids()) {
        const auto dir = node_dir / fmt::format("node{}", id);
        nodes.push_back(read_node(id,
                                  files.list<CpuSet>(dir / "cpulist").value_or(CpuSet{}),
                                  files.text(dir / "meminfo").value_or(""),
                                  fmt::format("Node {} ", id)));
    }
    return nodes;
}

std::optional<unsigned>
find_nearest_memory(const SysFiles& files, const std::vector<Node>& nodes, const Node& node)
{
    if (node.has_memory()) {
        return node.id;
    }
    const auto dir = node_dir / fmt::format("node{}", node.id);
    auto apart = parse_distances(files.text(dir / "distance").value_or(""));
    apart.resize(nodes.size(), std::numeric_limits<unsigned>::max());
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].has_memory() && (!best || apart[i] < apart[*best])) {
            best = i;
        }
    }
    return best ? std::optional{nodes[*best].id} : std::nullopt;
}

} // namespace cb::host
