#include "claims/holder.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "claims/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace cb::claims {

namespace {

std::string read_trimmed(const std::filesystem::path& path)
{
    return std::string{trimmed(read_small_file(path).value_or(""))};
}

std::string read_pid_namespace()
{
    std::array<char, 64> name{};
    const auto length = ::readlink("/proc/self/ns/pid", name.data(), name.size());
    return length < 0 ? "" : std::string{name.data(), static_cast<std::size_t>(length)};
}

} // namespace

// Copies of a machine's image share the machine-id, but hardly the host's name.
Place Place::here()
{
    constexpr std::size_t digits = 16;
    const auto machine = fmt::format(
        "{}\n{}", read_trimmed("/etc/machine-id"), read_trimmed("/proc/sys/kernel/hostname"));
    return {.machine = sha256_hex(machine).substr(0, digits),
            .boot = read_trimmed("/proc/sys/kernel/random/boot_id"),
            .pid_namespace = read_pid_namespace()};
}

std::string Holder::to_json() const
{
    return to_json_text(*this);
}

Parsed<Holder> Holder::parse(std::string_view json)
{
    return parse_json_text<Holder>(json);
}

Life find_life(const Holder& holder, const Place& here)
{
    const auto& there = holder.place;
    if (there.boot.empty() || here.boot.empty()) {
        return Life::unknown;
    }
    if (there.boot != here.boot) {
        return there.machine == here.machine ? Life::gone : Life::unknown;
    }
    if (there.pid_namespace.empty() || there.pid_namespace != here.pid_namespace) {
        return Life::unknown;
    }
    const auto& processes = holder.processes;
    return std::any_of(processes.begin(), processes.end(), &host::is_running) ? Life::running
                                                                              : Life::gone;
}

} // namespace cb::claims
