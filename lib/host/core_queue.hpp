#pragma once

#include "host/core_locks.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb {

/// The turn in which processes of a machine get cores. Without it, a taker of all cores would
/// starve beside runs that overlap for ever, and a run would starve beside builds that follow one
/// another: whoever lets go of a core is the first to ask for it again.
///
/// Who has to wait leaves a ticket in the directory of the locks: a file whose name tells its age,
/// which holds the cores that it waits for, and whose flock(2) its owner holds. Nobody takes a core
/// that an older living ticket waits for. The oldest ticket waits only for those who have cores, so
/// that everybody gets their turn; a ticket whose owner died is removed by the next who sees it.
class CoreQueue {
public:
    /// `holder` is what others are told about us.
    CoreQueue(std::filesystem::path directory, std::string holder);
    CoreQueue(const CoreQueue&) = delete;
    CoreQueue& operator=(const CoreQueue&) = delete;
    ~CoreQueue() { remove_ticket(); }

    /// Locks all of these cores, or none of them when one is taken or others came first; then we
    /// are in the queue until it succeeds or the object ends. Does not wait. Throws Error{system}.
    [[nodiscard]] tl::expected<CoreLocks, CoreLocks::Busy>
    try_lock(const std::vector<CpuSet>& cores);

    /// The CPUs whose cores others wait for who came before us.
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
    std::string name_; ///< of our ticket; empty while we have none
    Fd ticket_;
};

} // namespace cb
