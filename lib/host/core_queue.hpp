#pragma once

#include "host/core_locks.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::host {

/// The order in which the processes of a machine get cores. Without a queue, a build, which takes
/// all cores, could starve because runs overlap continuously. Likewise a run could starve next to
/// successive builds, because the process that releases a core is the first to request it again.
///
/// A process that has to wait creates a ticket in the lock directory: a file whose name gives its
/// age, whose content lists the cores, and whose flock(2) its owner holds. No process takes a core
/// that an older live ticket waits for. The oldest ticket waits only for processes that hold cores,
/// so every process gets its turn. The next process that sees the ticket of a dead owner removes
/// it.
class CoreQueue {
public:
    /// `holder` describes this process to others.
    CoreQueue(std::filesystem::path directory, std::string holder);
    CoreQueue(const CoreQueue&) = delete;
    CoreQueue& operator=(const CoreQueue&) = delete;
    ~CoreQueue() { remove_ticket(); }

    /// Locks all of these cores, or none of them if one is taken or an older ticket waits for it.
    /// In that case this object is in the queue until a later call succeeds or the object is
    /// destroyed. Does not wait. Throws Error{system}.
    [[nodiscard]] tl::expected<CoreLocks, CoreLocks::Busy>
    try_lock(const std::vector<CpuSet>& cores);

    /// The CPUs whose cores older tickets wait for.
    [[nodiscard]] CpuSet awaited() const;

private:
    struct Ticket {
        CpuSet cpus;
        std::string holder;
    };
    [[nodiscard]] std::vector<Ticket> older_tickets() const;
    [[nodiscard]] std::optional<CoreLocks::Busy> in_front(const std::vector<CpuSet>& cores) const;
    void write_ticket(const std::vector<CpuSet>& cores);
    void remove_ticket() noexcept;

    std::filesystem::path directory_;
    std::string holder_;
    std::string name_; ///< of our ticket; empty if there is none
    Fd ticket_;
};

} // namespace cb::host
