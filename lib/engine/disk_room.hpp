#pragma once

#include "base/disk_space.hpp"
#include "manifest/sections.hpp"

#include <filesystem>
#include <optional>

namespace cb::engine {

/// Whose fault it is that a file system filled up while a tree was written.
class DiskRoom {
public:
    /// Notes what is free now. `directory`, empty so far, is where the tree will be.
    explicit DiskRoom(std::filesystem::path directory);

    /// Nothing while there is room. The commit's if its tree took most of it (see
    /// DiskSpace::is_mostly); else others filled it, and it is the machine's.
    [[nodiscard]] std::optional<Fault> fault_of_full() const;

    /// Whether a small file can be written there: the file system works.
    [[nodiscard]] static bool is_writable(const std::filesystem::path& directory);

private:
    std::filesystem::path directory_;
    DiskSpace before_;
};

} // namespace cb::engine
