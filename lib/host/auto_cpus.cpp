#include "host/auto_cpus.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cb::host {

namespace {

/// A CPU that may be chosen, with its ranking criteria; less is better.
struct Candidate {
    const Cpu* cpu = nullptr;
    bool is_isolated = false;
    bool is_beside_zero = false;    ///< on CPU 0's core
    std::size_t threads_before = 0; ///< number of threads of its core that rank before it

    /// Orders the threads of one core.
    [[nodiscard]] auto rank_in_core() const { return std::tuple{!is_isolated, cpu->id}; }
    [[nodiscard]] auto rank() const
    {
        return std::tuple{!is_isolated,
                          threads_before,
                          cpu->kind == CoreKind::efficiency,
                          is_beside_zero,
                          cpu->id};
    }
};

using Candidates = std::vector<Candidate>;

Candidates candidates(unsigned count, const Topology& topology)
{
    Candidates found;
    for (const auto& cpu : topology.cpus) {
        if (topology.allowed.contains(cpu.id)) {
            found.push_back({&cpu, topology.isolated.contains(cpu.id), cpu.core.contains(0)});
        }
    }
    if (found.size() > count && found.front().cpu->id == 0) {
        found.erase(found.begin());
    }
    return found;
}

/// Sets each candidate's position among the threads of its core, and sorts by rank.
void order(Candidates& found)
{
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return a.rank_in_core() < b.rank_in_core();
    });
    std::map<std::vector<unsigned>, std::size_t> threads;
    for (auto& candidate : found) {
        candidate.threads_before = threads[candidate.cpu->core.ids()]++;
    }
    std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
        return a.rank() < b.rank();
    });
}

/// Groups the CPUs by shared resources: each level 3 cache, each node, the machine.
std::vector<Candidates> domains(const Candidates& all)
{
    std::map<std::vector<unsigned>, Candidates> by_cache;
    std::map<unsigned, Candidates> by_node;
    for (const auto& candidate : all) {
        if (!candidate.cpu->l3.empty()) {
            by_cache[candidate.cpu->l3.ids()].push_back(candidate);
        }
        if (candidate.cpu->node) {
            by_node[*candidate.cpu->node].push_back(candidate);
        }
    }
    std::vector<Candidates> found{all};
    for (const auto& [cache, members] : by_cache) {
        found.push_back(members);
    }
    for (const auto& [node, members] : by_node) {
        found.push_back(members);
    }
    return found;
}

/// Rates a choice; less is better. The elements are compared in order.
auto badness(const Candidates& chosen)
{
    std::set<std::vector<unsigned>> cores;
    std::set<std::vector<unsigned>> caches;
    std::set<std::optional<unsigned>> nodes;
    std::vector<unsigned> ids;
    std::ptrdiff_t open = 0;
    std::ptrdiff_t slow = 0;
    std::ptrdiff_t beside_zero = 0;
    for (const auto& candidate : chosen) {
        cores.insert(candidate.cpu->core.ids());
        caches.insert(candidate.cpu->l3.ids());
        nodes.insert(candidate.cpu->node);
        ids.push_back(candidate.cpu->id);
        open += candidate.is_isolated ? 0 : 1;
        slow += candidate.cpu->kind == CoreKind::efficiency ? 1 : 0;
        beside_zero += candidate.is_beside_zero ? 1 : 0;
    }
    std::sort(ids.begin(), ids.end());
    return std::tuple{open,
                      chosen.size() - cores.size(),
                      nodes.size(),
                      caches.size(),
                      slow,
                      beside_zero,
                      std::move(ids)};
}

} // namespace

Parsed<CpuSet> pick_cpus(unsigned count, const Topology& topology)
{
    const auto all = candidates(count, topology);
    if (all.size() < count) {
        return tl::unexpected{
            fmt::format("auto:{} requests more CPUs than cb may use ({})",
                        count,
                        topology.allowed.empty() ? "none" : topology.allowed.to_string())};
    }
    using Badness = decltype(badness(all));
    std::optional<Badness> best;
    for (auto& domain : domains(all)) {
        if (domain.size() >= count) {
            order(domain);
            domain.resize(count);
            auto bad = badness(domain);
            if (!best || bad < *best) {
                best = std::move(bad);
            }
        }
    }
    return CpuSet::of(std::get<std::vector<unsigned>>(std::move(*best)));
}

} // namespace cb::host
