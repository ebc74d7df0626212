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
/// Linux kernel.
namespace cb::engine {

inline constexpr const char* cgroup_mount = "/sys/fs/cgroup";

/// Whether the machine has version 2 alone. What mounts both at once counts as version 1.
[[nodiscard]] bool cgroups_are_unified();

/// Writes a control file. Throws Error{system}.
void write_control(const std::filesystem::path& file, std::string_view text);

/// The number that the file starts with; none if there is none.
[[nodiscard]] std::optional<std::uint64_t> read_number(const std::filesystem::path& file);

/// A file of "key number" lines, such as memory.stat. Empty if it cannot be read.
[[nodiscard]] std::map<std::string, std::uint64_t, std::less<>>
read_keyed(const std::filesystem::path& file);

/// Where the cgroups of one process are.
class CgroupPlace {
public:
    /// Reads /proc/PID/cgroup. The error says why they cannot be seen: a PID of another machine or
    /// namespace, a cgroup outside of ours.
    [[nodiscard]] static Parsed<CgroupPlace> of_process(pid_t pid);

    /// The same of this process.
    [[nodiscard]] static Parsed<CgroupPlace> own();

    [[nodiscard]] bool is_unified() const noexcept { return is_unified_; }

    /// The directory of a controller; with version 2 the same for all. None where the machine has
    /// not got it.
    [[nodiscard]] std::optional<std::filesystem::path>
    directory(const std::string& controller) const;

private:
    [[nodiscard]] static Parsed<CgroupPlace> of_file(const std::filesystem::path& file);

    bool is_unified_ = false;
    std::map<std::string, std::filesystem::path> directories_; ///< "" for version 2
};

} // namespace cb::engine
