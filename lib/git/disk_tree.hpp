#pragma once

#include "base/disk_space.hpp"
#include "base/fd.hpp"
#include "git/tree_sink.hpp"

#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cb::git {

/// Writes a tree into a directory. Nothing is written outside it, whatever the tree contains: each
/// entry is created relative to its parent's descriptor, never through a link and never over
/// another entry. Modes do not depend on the umask.
class DiskTree final : public TreeSink {
public:
    /// `directory` must be empty. All entries get `time`, in seconds since 1970. Throws
    /// Error{system}.
    DiskTree(const std::filesystem::path& directory, std::int64_t time);

    [[nodiscard]] bool wants(const std::string& path, TreeKind kind) override;

    /// Throws Error{bad_input} if the disk is full and the tree itself took most of the free space;
    /// Error{system}. What was written until then remains.
    void add(const TreeEntry& entry) override;

    /// Sets the times of the directories. Throws Error{system}.
    void finish();

private:
    struct Level {
        std::string path; ///< with a trailing slash
        Fd directory;
    };

    [[nodiscard]] int open_parent(const std::string& path);
    void leave_to(std::string_view parent);
    void add_directory(int parent, const std::string& name, const TreeEntry& entry);
    void add_file(int parent, const std::string& name, const TreeEntry& entry);
    void add_link(int parent, const std::string& name, const TreeEntry& entry);
    [[noreturn]] void throw_not_made(const TreeEntry& entry) const;
    void set_time(int fd, const std::string& path) const;

    timespec time_;
    std::vector<Level> levels_; ///< the open directories, from the top
    DiskSpace space_;           ///< before the first file
    TreeSize taken_{};
    std::uint64_t files_ = 0;
    std::uint64_t bytes_ = 0;
};

} // namespace cb::git
