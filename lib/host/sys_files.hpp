#pragma once

#include "base/id_set.hpp"
#include "base/quantity.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::host {

/// The CPUs' directory, relative to the root.
inline const std::filesystem::path cpu_dir = "sys/devices/system/cpu";

/// Small files of the kernel below /proc and /sys. A file that is missing, empty or malformed gives
/// nullopt: every kernel, architecture and container lacks some.
class SysFiles {
public:
    /// Paths are relative to `root`: "sys/devices/system/cpu/online".
    explicit SysFiles(std::filesystem::path root) : root_{std::move(root)} {}

    /// The content without surrounding blanks; nullopt if it is empty.
    [[nodiscard]] std::optional<std::string> text(const std::filesystem::path& path) const;
    [[nodiscard]] std::optional<unsigned> number(const std::filesystem::path& path) const;
    /// The names in a directory, sorted; empty if it is unreadable.
    [[nodiscard]] std::vector<std::string> names(const std::filesystem::path& path) const;

    /// A list such as "0-3,8".
    template <typename Set>
    [[nodiscard]] std::optional<Set> list(const std::filesystem::path& path) const
    {
        const auto parsed = Set::parse(text(path).value_or(""));
        return parsed ? std::optional{*parsed} : std::nullopt;
    }

    [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }

private:
    std::filesystem::path root_;
};

/// The value after "`name`:" in a file of "name: value" lines such as /proc/cpuinfo, without
/// blanks. The first such line counts.
[[nodiscard]] std::optional<std::string> field(std::string_view text, std::string_view name);

/// A size of /proc/meminfo, where "kB" means KiB. For node*/meminfo the name is "Node 0 MemFree".
[[nodiscard]] std::optional<Bytes> meminfo_size(std::string_view text, std::string_view name);

} // namespace cb::host
