#pragma once

#include "base/disk_space.hpp"
#include "manifest/sections.hpp"

#include <filesystem>
#include <optional>

namespace cb::engine {

/// Decides whose fault it is if a file system fills up while a tree is written.
class DiskRoom {
public:
    /// Records the free space. `directory` is the still empty destination of the tree.
    explicit DiskRoom(std::filesystem::path directory);

    /// nullopt if there is space left. The fault is the commit's if its tree took most of the space
    /// (see DiskSpace::is_mostly); otherwise others filled the disk, and the fault is the
    /// machine's.
    [[nodiscard]] std::optional<Fault> judge_full_disk() const;

    /// Whether a small file can be written to the directory.
    [[nodiscard]] static bool is_writable(const std::filesystem::path& directory);

private:
    std::filesystem::path directory_;
    DiskSpace before_;
};

} // namespace cb::engine
