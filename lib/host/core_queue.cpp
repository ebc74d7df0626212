#include "host/core_queue.hpp"

#include "base/hash.hpp"
#include "host/lock_directory.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <system_error>
#include <unistd.h>

namespace cb::host {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view name_start = "ticket-";
constexpr std::size_t largest_ticket = 65536;

/// A name that sorts by age. The clock is shared by all processes of the machine and runs during
/// suspend.
std::string new_name()
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return fmt::format("{}{:012}.{:09}-{}", name_start, now.tv_sec, now.tv_nsec, random_hex(4));
}

/// The names of the tickets, oldest first.
std::vector<std::string> ticket_names(const fs::path& directory)
{
    std::vector<std::string> names;
    std::error_code gone;
    for (fs::directory_iterator at{directory, gone}, end; at != end; at.increment(gone)) {
        if (auto name = at->path().filename().native(); name.starts_with(name_start)) {
            names.push_back(std::move(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Creates and locks the file. Returns an empty Fd if another process removed it as a dead
/// process's ticket before it was locked.
Fd make_ticket(const fs::path& file)
{
    Fd fd = open_lock(file);
    struct stat status {};
    const bool is_ours =
        host::try_lock(fd, file) && ::fstat(fd.get(), &status) == 0 && status.st_nlink > 0;
    return is_ours ? std::move(fd) : Fd{};
}

CpuSet together(const std::vector<CpuSet>& cores)
{
    CpuSet cpus;
    for (const auto& core : cores) {
        cpus = united(cpus, core);
    }
    return cpus;
}

} // namespace

CoreQueue::CoreQueue(fs::path directory, std::string holder)
    : directory_{std::move(directory)}, holder_{std::move(holder)}
{}

std::vector<CoreQueue::Ticket> CoreQueue::older_tickets() const
{
    std::vector<Ticket> tickets;
    for (const auto& name : ticket_names(directory_)) {
        if (!name_.empty() && name >= name_) {
            break;
        }
        const auto file = directory_ / name;
        const Fd fd = open_existing_lock(file);
        if (!fd) {
            continue; // its owner got the cores
        }
        if (host::try_lock(fd, file)) {
            ::unlink(file.c_str()); // its owner died
            continue;
        }
        const auto text = read_lock(fd, largest_ticket);
        const auto line_end = std::min(text.find('\n'), text.size());
        const auto cpus = CpuSet::parse(std::string_view{text}.substr(0, line_end));
        if (cpus) { // otherwise it is being written
            tickets.push_back({*cpus, first_line(std::string_view{text}.substr(line_end + 1))});
        }
    }
    return tickets;
}

CpuSet CoreQueue::awaited() const
{
    CpuSet cpus;
    for (const auto& ticket : older_tickets()) {
        cpus = united(cpus, ticket.cpus);
    }
    return cpus;
}

std::optional<CoreLocks::Busy> CoreQueue::in_front(const std::vector<CpuSet>& cores) const
{
    for (const auto& ticket : older_tickets()) {
        for (const auto& core : cores) {
            if (!common(core, ticket.cpus).empty()) {
                return CoreLocks::Busy{core, ticket.holder, CoreLocks::Busy::Why::awaited};
            }
        }
    }
    return std::nullopt;
}

void CoreQueue::write_ticket(const std::vector<CpuSet>& cores)
{
    constexpr int tries = 10;
    for (int i = 0; !ticket_ && i < tries; ++i) {
        name_ = new_name();
        ticket_ = make_ticket(directory_ / name_);
    }
    write_lock(ticket_, fmt::format("{}\n{}\n", together(cores).to_string(), holder_));
}

void CoreQueue::remove_ticket() noexcept
{
    if (ticket_) {
        ::unlink((directory_ / name_).c_str());
        ticket_.reset();
        name_.clear();
    }
}

tl::expected<CoreLocks, CoreLocks::Busy> CoreQueue::try_lock(const std::vector<CpuSet>& cores)
{
    auto busy = in_front(cores);
    if (!busy) {
        auto locks = CoreLocks::try_lock(directory_, cores, holder_);
        if (locks) {
            remove_ticket();
            return locks;
        }
        busy = locks.error();
    }
    write_ticket(cores);
    return tl::unexpected{*busy};
}

} // namespace cb::host
