#include "engine/placement.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "engine/affinity.hpp"
#include "host/core_queue.hpp"
#include "host/lock_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr std::chrono::milliseconds between_tries{200};

/// How this process appears in the messages of waiting processes.
std::string this_process(std::string_view what)
{
    return fmt::format("a {} of process {}", what, ::getpid());
}

/// Waits between attempts to lock cores, and logs the reason once.
class Wait {
public:
    Wait(Duration patience, Log& log) : patience_{patience}, log_{log} {}

    /// Throws Error{unavailable} if the wait limit is exceeded; Interrupted.
    void go_on(const host::CoreLocks::Busy& busy)
    {
        const auto waited = std::chrono::steady_clock::now() - start_;
        if (waited >= patience_) {
            throw Error{Errc::unavailable,
                        host::describe(busy) + "; try again later, or wait longer with --wait"};
        }
        if (!is_said_) {
            log_.info(host::describe(busy) + "; waiting");
            is_said_ = true;
        }
        const auto left = std::min<Duration>(between_tries, patience_ - waited);
        static_cast<void>(wait_readable(-1, deadline_in(left))); // throws if asked to stop
    }

    /// Zero if there was no need to wait.
    [[nodiscard]] Duration waited() const
    {
        return is_said_ ? std::chrono::steady_clock::now() - start_ : Duration{};
    }

private:
    Duration patience_;
    Log& log_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    bool is_said_ = false;
};

/// Chooses among the cores that nobody uses or waits for, so that `auto` finds a free one. If the
/// request names busy cores, or needs more cores than are free, it chooses from all cores, and cb
/// waits for them.
Placement choose_free(const PlacementWish& wish,
                      const host::Topology& topology,
                      const std::filesystem::path& locks,
                      const host::CoreQueue& queue)
{
    const auto is_auto =
        wish.cpus && std::holds_alternative<host::CpuRequest::Auto>(wish.cpus->wish());
    if (is_auto) {
        auto free = topology;
        free.allowed = minus(host::find_free_cpus(locks, topology), queue.awaited());
        if (host::choose_cpus(*wish.cpus, free)) {
            return choose_place(wish, free);
        }
    }
    return choose_place(wish, topology);
}

} // namespace

host::Topology read_allowed_topology(const std::optional<CpuSet>& allowed)
{
    auto topology = host::read_topology();
    if (allowed) {
        topology.allowed = common(*allowed, topology.online);
    }
    return topology;
}

Placement choose_place(const PlacementWish& wish, const host::Topology& topology)
{
    Placement placement;
    if (wish.cpus) {
        auto choice = value_or_throw(host::choose_cpus(*wish.cpus, topology), Errc::usage, "--cpu");
        placement.cpus = std::move(choice.cpus);
        placement.warnings = std::move(choice.warnings);
    }
    if (wish.cpus || wish.nodes) {
        const auto nodes = wish.nodes ? *wish.nodes : host::NumaRequest::parse("auto").value();
        placement.mems =
            value_or_throw(host::choose_nodes(nodes, placement.cpus.value_or(CpuSet{}), topology),
                           Errc::usage,
                           "--numa");
        if (const auto enough = host::check_memory(*placement.mems, wish.memory, topology);
            !enough) {
            throw Error{Errc::usage, "--numa: " + enough.error()};
        }
    }
    return placement;
}

Placement place(const PlacementWish& wish, const host::Topology& topology, Log& log)
{
    const auto directory = host::lock_directory();
    host::CoreQueue queue{directory, this_process("run")};
    Wait wait{wish.patience, log};
    for (;;) {
        auto placement = choose_free(wish, topology, directory, queue);
        placement.cores = host::find_cores(placement.cpus.value_or(topology.allowed), topology);
        auto locks = queue.try_lock(placement.cores);
        if (locks) {
            placement.locks = std::move(*locks);
            placement.waited = wait.waited();
            return placement;
        }
        wait.go_on(locks.error());
    }
}

WholeMachine lock_machine(Duration patience, Log& log)
{
    const auto topology = host::read_topology();
    const auto cores = host::find_cores(topology.online, topology);
    host::CoreQueue queue{host::lock_directory(), this_process("build")};
    Wait wait{patience, log};
    for (;;) {
        auto locks = queue.try_lock(cores);
        if (locks) {
            return {std::move(*locks), wait.waited()};
        }
        wait.go_on(locks.error());
    }
}

Placement place_elsewhere(const PlacementWish& wish)
{
    Placement placement;
    if (wish.cpus) {
        const auto* const named = std::get_if<host::CpuRequest::Named>(&wish.cpus->wish());
        if (named == nullptr) {
            throw Error{Errc::usage,
                        "--cpu: the engine is on another machine; name the CPUs instead of auto"};
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
    const auto before = get_affinity();
    CpuSet left = before;
    for (const auto& core : cores) {
        left = minus(left, core);
    }
    if (!left.empty() && left.size() < before.size()) {
        set_affinity(left);
        before_ = before;
    }
}

OffCores::~OffCores()
{
    try {
        if (!before_.empty()) {
            set_affinity(before_);
        }
    } catch (const std::exception&) { // NOLINT(bugprone-empty-catch): the CPUs went offline
    }
}

} // namespace cb::engine
