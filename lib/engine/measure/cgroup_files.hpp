#pragma once

#include "base/error.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// Control groups, version 1 and 2: Documentation/admin-guide/cgroup-v1/ and cgroup-v2.rst of the
/// Linux kernel. `root` is the directory that contains /proc and /sys; tests replace it.
namespace cb::engine {

inline constexpr const char* cgroup_mount = "/sys/fs/cgroup";

/// Whether the machine uses version 2 only. A hybrid hierarchy counts as version 1.
[[nodiscard]] bool cgroups_are_unified(const std::filesystem::path& root = "/");

/// Writes a control file. Throws Error{system}.
void write_control(const std::filesystem::path& file, std::string_view text);

/// The number at the start of the file; nullopt if there is none.
[[nodiscard]] std::optional<std::uint64_t> read_number(const std::filesystem::path& file);

/// A file of "key number" lines, such as memory.stat. Empty if it cannot be read.
[[nodiscard]] std::map<std::string, std::uint64_t, std::less<>>
read_keyed(const std::filesystem::path& file);

/// Where the cgroups of one process are.
class CgroupPlace {
public:
    /// Reads /proc/PID/cgroup. The error says why the cgroups are not visible: the PID belongs to
    /// another machine or namespace, or the cgroup is outside ours.
    [[nodiscard]] static Parsed<CgroupPlace> read_process(pid_t pid,
                                                          const std::filesystem::path& root = "/");

    /// The cgroups of this process.
    [[nodiscard]] static Parsed<CgroupPlace> read_own(const std::filesystem::path& root = "/");

    [[nodiscard]] bool is_unified() const noexcept { return is_unified_; }

    /// The directory of a controller; with version 2, all controllers share one. nullopt if the
    /// machine does not have the controller.
    [[nodiscard]] std::optional<std::filesystem::path>
    directory(const std::string& controller) const;

private:
    [[nodiscard]] static Parsed<CgroupPlace> read_file(const std::filesystem::path& root,
                                                       const std::filesystem::path& file);

    bool is_unified_ = false;
    std::map<std::string, std::filesystem::path> directories_; ///< "" for version 2
};

} // namespace cb::engine
