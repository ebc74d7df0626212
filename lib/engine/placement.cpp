#include "engine/placement.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "engine/affinity.hpp"
#include "host/lock_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr std::chrono::milliseconds between_tries{200};

std::string holder()
{
    return fmt::format("a run of process {}", ::getpid());
}

/// Chooses among the cores that nobody uses now, so that auto finds a free one. What was asked for
/// by name, or is more than is free, is chosen all the same: it has to be waited for.
Placement
choose_free(const PlacementWish& wish, const Topology& topology, const std::filesystem::path& locks)
{
    const auto is_auto = wish.cpus && std::holds_alternative<CpuRequest::Auto>(wish.cpus->wish());
    if (is_auto) {
        auto free = topology;
        free.allowed = free_cpus(locks, topology);
        if (choose_cpus(*wish.cpus, free)) {
            return choose_place(wish, free);
        }
    }
    return choose_place(wish, topology);
}

} // namespace

Placement choose_place(const PlacementWish& wish, const Topology& topology)
{
    Placement placement;
    if (wish.cpus) {
        auto choice = value_or_throw(choose_cpus(*wish.cpus, topology), Errc::usage, "--cpu");
        placement.cpus = std::move(choice.cpus);
        placement.warnings = std::move(choice.warnings);
    }
    if (wish.cpus || wish.nodes) {
        const auto nodes = wish.nodes ? *wish.nodes : NumaRequest::parse("auto").value();
        placement.mems =
            value_or_throw(choose_nodes(nodes, placement.cpus.value_or(CpuSet{}), topology),
                           Errc::usage,
                           "--numa");
        if (const auto enough = check_memory(*placement.mems, wish.memory, topology); !enough) {
            throw Error{Errc::usage, "--numa: " + enough.error()};
        }
    }
    return placement;
}

Placement place(const PlacementWish& wish, Log& log)
{
    const auto topology = read_topology();
    const auto directory = lock_directory();
    const auto start = std::chrono::steady_clock::now();
    bool said = false;
    for (;;) {
        auto placement = choose_free(wish, topology, directory);
        placement.cores = cores_of(placement.cpus.value_or(topology.allowed), topology);
        auto locks = CoreLocks::try_lock(directory, placement.cores, holder());
        const auto waited = std::chrono::steady_clock::now() - start;
        if (locks) {
            placement.locks = std::move(*locks);
            placement.waited = said ? waited : Duration{};
            return placement;
        }
        const auto who = locks.error().holder.empty() ? "another run" : locks.error().holder;
        const auto problem =
            fmt::format("the core of CPU {} is in use by {}", locks.error().core.to_string(), who);
        if (waited >= wish.patience) {
            throw Error{Errc::unavailable, problem + "; try again, or wait longer with --wait"};
        }
        if (!said) {
            log.info(problem + "; waiting");
            said = true;
        }
        const auto left = std::min<Duration>(between_tries, wish.patience - waited);
        static_cast<void>(wait_readable(-1, deadline_in(left))); // throws when asked to stop
    }
}

Placement place_elsewhere(const PlacementWish& wish)
{
    Placement placement;
    if (wish.cpus) {
        const auto* const named = std::get_if<CpuRequest::Named>(&wish.cpus->wish());
        if (named == nullptr) {
            throw Error{Errc::usage,
                        "--cpu: the engine is on another machine, so name the CPUs in place of "
                        "auto"};
        }
        placement.cpus = *named;
    }
    if (wish.nodes) {
        placement.mems = wish.nodes->nodes();
    }
    return placement;
}

OffCores::OffCores(const std::vector<CpuSet>& cores)
{
    const auto before = own_affinity();
    CpuSet left = before;
    for (const auto& core : cores) {
        left = minus(left, core);
    }
    if (!left.empty() && left.size() < before.size()) {
        set_own_affinity(left);
        before_ = before;
    }
}

OffCores::~OffCores()
{
    try {
        if (!before_.empty()) {
            set_own_affinity(before_);
        }
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the CPUs went offline
    }
}

} // namespace cb::engine
