#include "tuning/checks.hpp"
#include "tuning/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::tuning {

namespace {

Check check_huge_pages(const SysFiles& files)
{
    const auto text = files.text("sys/kernel/mm/transparent_hugepage/enabled");
    const auto choice = chosen_word(text.value_or(""));
    if (!choice) {
        return {"transparent_huge_pages", Status::unknown, "this kernel does not tell"};
    }
    if (choice != "always") {
        return {"transparent_huge_pages", Status::ok, *choice};
    }
    return {"transparent_huge_pages",
            Status::note,
            *choice,
            "Whether the benchmark gets huge pages depends on how fragmented memory is just then.",
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
         "The kernel takes pages away to see who uses them, and moves them while it runs.",
         "cb tune"});
    if (balancing.status == Status::warning && subject.topology &&
        subject.topology->nodes.size() == 1) {
        return {balancing.code, Status::ok, balancing.found + ", and there is one memory node"};
    }
    return balancing;
}

Check check_swap(const SysFiles& files)
{
    const auto info = files.text("proc/meminfo").value_or("");
    const auto total = meminfo_size(info, "SwapTotal");
    const auto free = meminfo_size(info, "SwapFree");
    if (!total || !free) {
        return {"swap", Status::unknown, "/proc/meminfo does not tell"};
    }
    if (total->count() == 0) {
        return {"swap", Status::ok, "none"};
    }
    if (*free >= *total) {
        return {"swap",
                Status::note,
                fmt::format("{}, unused", total->to_string()),
                "Once memory is short, the benchmark and its tmpfs wait for the disk.",
                "swapoff -a"};
    }
    return {"swap",
            Status::warning,
            fmt::format("{} of {} in use",
                        Bytes{total->count() - free->count()}.to_string(),
                        total->to_string()),
            "Memory that comes back from the disk is a thousand times slower.",
            "swapoff -a"};
}

std::string percent_text(const Node& node)
{
    constexpr std::uint64_t whole = 100;
    return fmt::format("node {}: {} % of {} GiB",
                       node.id,
                       node.memory_available->count() / (node.memory_total->count() / whole + 1),
                       (node.memory_total->count() >> 30U) + 1);
}

/// The nodes of the chosen CPUs that tell; all without a choice.
std::vector<Node> nodes_of(const Subject& subject)
{
    auto nodes = subject.topology ? subject.topology->nodes : std::vector<Node>{};
    std::erase_if(nodes, [&](const Node& node) {
        const bool is_ours = !subject.choice || !common(node.cpus, subject.choice->cpus).empty();
        return !is_ours || !node.memory_available || !node.memory_total || !node.has_memory();
    });
    return nodes;
}

Check check_free(const Subject& subject)
{
    const auto nodes = nodes_of(subject);
    if (nodes.empty()) {
        return {"free_memory", Status::unknown, "no memory node tells how much it has"};
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
    return {
        "free_memory",
        Status::warning,
        found,
        "The kernel searches for memory while the benchmark waits, and takes it from far nodes.",
        "end what takes the memory"};
}

Check check_shm(const SysFiles& files)
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
            "no tmpfs",
            "None for cb run, which mounts its own; benchmarks outside it write to a disk there.",
            "mount -t tmpfs tmpfs /dev/shm"};
}

} // namespace

Checks check_memory(const Subject& subject)
{
    return {check_huge_pages(subject.files),
            check_balancing(subject),
            check_number(subject.files,
                         {"zone_reclaim_mode",
                          "proc/sys/vm/zone_reclaim_mode",
                          0,
                          Status::warning,
                          "A node that is full drops its caches although others have memory.",
                          "sysctl vm.zone_reclaim_mode=0"}),
            check_swap(subject.files),
            check_number(subject.files,
                         {"swappiness",
                          "proc/sys/vm/swappiness",
                          1,
                          Status::note,
                          "Builds and backups that fill the file cache push programs to the disk.",
                          "cb tune"}),
            check_free(subject),
            check_shm(subject.files)};
}

} // namespace cb::tuning
