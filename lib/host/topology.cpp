#include "host/topology.hpp"

#include "host/allowed.hpp"
#include "host/nodes.hpp"
#include "host/sys_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace cb::host {

namespace {

CpuSet online_cpus(const SysFiles& files)
{
    if (const auto online = files.list<CpuSet>(cpu_dir / "online")) {
        return *online;
    }
    if (const auto affinity = read_affinity(files)) {
        return *affinity;
    }
    throw Error{Errc::system,
                fmt::format("{} does not list the online CPUs; is /sys mounted?",
                            (files.root() / cpu_dir / "online").native())};
}

/// The list if it contains `id`; otherwise `id` alone.
CpuSet siblings(const std::optional<CpuSet>& list, unsigned id)
{
    return list && list->contains(id) ? *list : CpuSet::of({id});
}

CpuSet read_core(const SysFiles& files, const std::filesystem::path& dir, unsigned id)
{
    auto list = files.list<CpuSet>(dir / "topology/thread_siblings_list");
    if (!list) {
        list = files.list<CpuSet>(dir / "topology/core_cpus_list"); // the name since Linux 5.3
    }
    return siblings(list, id);
}

CpuSet read_l3(const SysFiles& files, const std::filesystem::path& dir, unsigned id)
{
    constexpr int max_caches = 16;
    for (int i = 0; i < max_caches; ++i) {
        const auto cache = dir / fmt::format("cache/index{}", i);
        const auto level = files.number(cache / "level");
        if (!level) {
            break;
        }
        if (level == 3U) {
            return siblings(files.list<CpuSet>(cache / "shared_cpu_list"), id);
        }
    }
    return {};
}

std::vector<Cpu> read_cpus(const SysFiles& files, const CpuSet& online)
{
    std::vector<Cpu> cpus;
    for (const unsigned id : online.ids()) {
        const auto dir = cpu_dir / fmt::format("cpu{}", id);
        Cpu cpu;
        cpu.id = id;
        cpu.package = files.number(dir / "topology/physical_package_id");
        cpu.core = read_core(files, dir, id);
        cpu.l3 = read_l3(files, dir, id);
        cpus.push_back(cpu);
    }
    return cpus;
}

/// Hybrid Intel processors have one performance monitoring unit per kind of core.
void set_kinds_of_counters(const SysFiles& files, std::vector<Cpu>& cpus)
{
    const auto performance = files.list<CpuSet>("sys/devices/cpu_core/cpus").value_or(CpuSet{});
    const auto efficiency = files.list<CpuSet>("sys/devices/cpu_atom/cpus").value_or(CpuSet{});
    for (auto& cpu : cpus) {
        if (efficiency.contains(cpu.id)) {
            cpu.kind = CoreKind::efficiency;
        } else if (performance.contains(cpu.id)) {
            cpu.kind = CoreKind::performance;
        }
    }
}

/// ARM processors report the capacity of their cores, with 1024 for the fastest. If all are equal,
/// the kinds are unknown.
void set_kinds_of_capacity(const SysFiles& files, std::vector<Cpu>& cpus)
{
    std::vector<unsigned> capacities;
    for (const auto& cpu : cpus) {
        const auto capacity = files.number(cpu_dir / fmt::format("cpu{}/cpu_capacity", cpu.id));
        if (!capacity) {
            return;
        }
        capacities.push_back(*capacity);
    }
    const auto [min, max] = std::minmax_element(capacities.begin(), capacities.end());
    if (capacities.empty() || *min == *max) {
        return;
    }
    for (std::size_t i = 0; i < cpus.size(); ++i) {
        cpus[i].kind = capacities[i] == *max ? CoreKind::performance : CoreKind::efficiency;
    }
}

void set_nodes(std::vector<Cpu>& cpus, const std::vector<Node>& nodes, const SysFiles& files)
{
    for (const auto& node : nodes) {
        const auto memory_node = find_nearest_memory(files, nodes, node);
        for (auto& cpu : cpus) {
            if (node.cpus.contains(cpu.id)) {
                cpu.node = node.id;
                cpu.memory_node = memory_node;
            }
        }
    }
}

template <typename Things>
auto find_id(const Things& things, unsigned id) noexcept -> decltype(things.data())
{
    const auto at =
        std::lower_bound(things.begin(), things.end(), id, [](const auto& thing, unsigned sought) {
            return thing.id < sought;
        });
    return at != things.end() && at->id == id ? &*at : nullptr;
}

} // namespace

const Cpu* Topology::cpu(unsigned id) const noexcept
{
    return find_id(cpus, id);
}
const Node* Topology::node(unsigned id) const noexcept
{
    return find_id(nodes, id);
}

NodeSet Topology::online_nodes() const
{
    std::vector<unsigned> ids;
    for (const auto& node : nodes) {
        ids.push_back(node.id);
    }
    return NodeSet::of(std::move(ids));
}

Topology read_topology(const std::filesystem::path& root)
{
    const SysFiles files{root};
    Topology topology;
    topology.online = online_cpus(files);
    topology.present = files.list<CpuSet>(cpu_dir / "present").value_or(topology.online);
    topology.possible = files.list<CpuSet>(cpu_dir / "possible").value_or(topology.present);
    topology.offline = minus(topology.present, topology.online);
    topology.isolated = files.list<CpuSet>(cpu_dir / "isolated").value_or(CpuSet{});
    topology.nohz_full = files.list<CpuSet>(cpu_dir / "nohz_full").value_or(CpuSet{});
    topology.cpus = read_cpus(files, topology.online);
    set_kinds_of_capacity(files, topology.cpus);
    set_kinds_of_counters(files, topology.cpus);
    topology.nodes = read_nodes(files, topology.online);
    set_nodes(topology.cpus, topology.nodes, files);
    topology.allowed = allowed_cpus(files, topology.online, topology.isolated);
    topology.allowed_nodes = allowed_nodes(files).value_or(topology.online_nodes());
    return topology;
}

} // namespace cb::host
