#pragma once

#include "base/file.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace cb::test {

/// The CPUs' directory of a tree.
inline const std::string sys_cpu = "sys/devices/system/cpu/";

/// Where files are in memory, for tests that flush them hundreds of times; empty if absent.
[[nodiscard]] inline std::filesystem::path memory_directory()
{
    return std::filesystem::exists("/dev/shm") ? "/dev/shm" : "";
}

/// A machine's /proc and /sys in a directory deleted with the object.
class Tree {
public:
    Tree() = default;
    /// Loads tests/data/host/NAME.tree: one file per line, with its path, a tab and its content.
    /// "{0-3}" in a path means one file per number; "\n" and "\t" in the content mean the same as
    /// in C.
    explicit Tree(std::string_view name);

    void write(const std::filesystem::path& path, std::string_view content) const;
    void remove(const std::filesystem::path& path) const;
    [[nodiscard]] const std::filesystem::path& root() const { return dir_.path(); }

private:
    TempDir dir_{memory_directory()};
};

} // namespace cb::test
