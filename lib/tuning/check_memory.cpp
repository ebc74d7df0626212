#include "tuning/checks.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::tuning {

namespace {

Check check_huge_pages(const host::SysFiles& files)
{
    const auto text = files.text("sys/kernel/mm/transparent_hugepage/enabled");
    const auto choice = chosen_word(text.value_or(""));
    if (!choice) {
        return {"transparent_huge_pages", Status::unknown, "the kernel does not report it"};
    }
    if (choice != "always") {
        return {"transparent_huge_pages", Status::ok, *choice};
    }
    return {"transparent_huge_pages",
            Status::note,
            *choice,
            "Whether the benchmark gets huge pages depends on the current fragmentation of memory.",
            "cb tune"};
}

Check check_balancing(const Subject& subject)
{
    auto balancing = check_number(
        subject.files,
        {"numa_balancing",
         "proc/sys/kernel/numa_balancing",
         0,
         Status::warning,
         "The kernel unmaps pages to see which node uses them, and moves them during the run.",
         "cb tune"});
    if (balancing.status == Status::warning && subject.topology &&
        subject.topology->nodes.size() == 1) {
        return {
            balancing.code, Status::ok, balancing.found + ", but there is only one memory node"};
    }
    return balancing;
}

Check check_swap(const host::SysFiles& files)
{
    const auto info = files.text("proc/meminfo").value_or("");
    const auto total = host::meminfo_size(info, "SwapTotal");
    const auto free = host::meminfo_size(info, "SwapFree");
    if (!total || !free) {
        return {"swap", Status::unknown, "/proc/meminfo does not report it"};
    }
    if (total->count() == 0) {
        return {"swap", Status::ok, "none"};
    }
    if (*free >= *total) {
        return {"swap",
                Status::note,
                fmt::format("{}, unused", total->to_string()),
                "When memory runs short, the benchmark and its tmpfs wait for the disk.",
                "swapoff -a"};
    }
    return {"swap",
            Status::warning,
            fmt::format("{} of {} in use",
                        Bytes{total->count() - free->count()}.to_string(),
                        total->to_string()),
            "Memory read back from the disk is a thousand times slower.",
            "swapoff -a"};
}

std::string percent_text(const host::Node& node)
{
    constexpr std::uint64_t whole = 100;
    return fmt::format("node {}: {} % of {} GiB",
                       node.id,
                       node.memory_available->count() / (node.memory_total->count() / whole + 1),
                       (node.memory_total->count() >> 30U) + 1);
}

/// The nodes of the chosen CPUs, without those of unknown size; all nodes without a choice.
std::vector<host::Node> nodes_of(const Subject& subject)
{
    auto nodes = subject.topology ? subject.topology->nodes : std::vector<host::Node>{};
    std::erase_if(nodes, [&](const host::Node& node) {
        const bool is_ours = !subject.choice || !common(node.cpus, subject.choice->cpus).empty();
        return !is_ours || !node.memory_available || !node.memory_total || !node.has_memory();
    });
    return nodes;
}

Check check_free(const Subject& subject)
{
    const auto nodes = nodes_of(subject);
    if (nodes.empty()) {
        return {"free_memory", Status::unknown, "no memory node reports its size"};
    }
    std::vector<std::string> parts;
    bool is_short = false;
    for (const auto& node : nodes) {
        constexpr std::uint64_t tenth = 10;
        is_short = is_short || node.memory_available->count() < node.memory_total->count() / tenth;
        parts.push_back(percent_text(node));
    }
    const auto found = fmt::format("{} available", fmt::join(parts, ", "));
    if (!is_short) {
        return {"free_memory", Status::ok, found};
    }
    return {"free_memory",
            Status::warning,
            found,
            "The kernel reclaims memory while the benchmark waits, and allocates on far nodes.",
            "end the programs that use the memory"};
}

Check check_shm(const host::SysFiles& files)
{
    const auto mounts = files.text("proc/mounts");
    if (!mounts) {
        return {"dev_shm", Status::unknown, "/proc/mounts cannot be read"};
    }
    if (mounts->find(" /dev/shm tmpfs ") != std::string::npos) {
        return {"dev_shm", Status::ok, "a tmpfs"};
    }
    return {"dev_shm",
            Status::note,
            "not a tmpfs",
            "None for cb run, which mounts its own. Other benchmarks write to a disk there.",
            "mount -t tmpfs tmpfs /dev/shm"};
}

} // namespace

Checks check_memory(const Subject& subject)
{
    return {
        check_huge_pages(subject.files),
        check_balancing(subject),
        check_number(subject.files,
                     {"zone_reclaim_mode",
                      "proc/sys/vm/zone_reclaim_mode",
                      0,
                      Status::warning,
                      "A full node drops its caches although other nodes have memory.",
                      "sysctl vm.zone_reclaim_mode=0"}),
        check_swap(subject.files),
        check_number(subject.files,
                     {"swappiness",
                      "proc/sys/vm/swappiness",
                      1,
                      Status::note,
                      "Builds and backups fill the file cache, which pushes programs out to swap.",
                      "cb tune"}),
        check_free(subject),
        check_shm(subject.files)};
}

} // namespace cb::tuning
