#include "tuning/interrupts.hpp"

#include "tuning/values.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace cb::tuning {

namespace {

namespace fs = std::filesystem;

Interrupt::Mobility mobility_of(const host::SysFiles& files, const std::string& path)
{
    std::error_code unknown; // if unknown, the kernel answers on writing
    const auto mode = fs::status(files.root() / path, unknown).permissions();
    return unknown || (mode & fs::perms::owner_write) != fs::perms::none
               ? Interrupt::Mobility::movable
               : Interrupt::Mobility::fixed;
}

} // namespace

std::vector<Interrupt> interrupts_of(const host::SysFiles& files, const CpuSet& cpus)
{
    std::vector<Interrupt> found;
    for (const auto& number : files.names("proc/irq")) {
        auto path = fmt::format("proc/irq/{}/smp_affinity_list", number);
        auto list = files.list<CpuSet>(path);
        if (list && !common(*list, cpus).empty()) {
            const auto mobility = mobility_of(files, path);
            found.push_back({number, std::move(path), std::move(*list), mobility});
        }
    }
    return found;
}

} // namespace cb::tuning
