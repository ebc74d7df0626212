#include "engine/affinity.hpp"

#include "base/error.hpp"

#include <linux/mempolicy.h>
#include <sys/syscall.h>

#include <array>
#include <sched.h>
#include <unistd.h>

namespace cb::engine {

namespace {

/// cpu_set_t holds 1024 CPUs; the kernel can be configured for 8192.
using Mask = std::array<cpu_set_t, (CpuSet::limit + 1) / CPU_SETSIZE>;

} // namespace

CpuSet get_affinity()
{
    Mask mask{};
    if (::sched_getaffinity(0, sizeof mask, mask.data()) != 0) {
        throw_errno("reading our own CPU affinity");
    }
    std::vector<unsigned> ids;
    for (unsigned cpu = 0; cpu <= CpuSet::limit; ++cpu) {
        if (CPU_ISSET_S(cpu, sizeof mask, mask.data())) {
            ids.push_back(cpu);
        }
    }
    return CpuSet::of(std::move(ids));
}

NodeSet get_memory_nodes()
{
    constexpr std::size_t bits = sizeof(unsigned long) * 8;
    std::array<unsigned long, (NodeSet::limit + 1) / bits> mask{};
    if (::syscall(SYS_get_mempolicy,
                  nullptr,
                  mask.data(),
                  mask.size() * bits,
                  nullptr,
                  MPOL_F_MEMS_ALLOWED) != 0) {
        throw_errno("reading our own memory nodes");
    }
    std::vector<unsigned> ids;
    for (unsigned node = 0; node <= NodeSet::limit; ++node) {
        if ((mask.at(node / bits) >> (node % bits) & 1U) != 0) {
            ids.push_back(node);
        }
    }
    return NodeSet::of(std::move(ids));
}

void set_affinity(const CpuSet& cpus)
{
    Mask mask{};
    for (const unsigned cpu : cpus.ids()) {
        CPU_SET_S(cpu, sizeof mask, mask.data());
    }
    if (::sched_setaffinity(0, sizeof mask, mask.data()) != 0) {
        throw_errno("pinning to CPUs " + cpus.to_string());
    }
}

} // namespace cb::engine
