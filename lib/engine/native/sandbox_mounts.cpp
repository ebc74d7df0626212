#include "engine/native/sandbox_mounts.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <sys/mount.h>
#include <sys/syscall.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace cb::engine {

namespace fs = std::filesystem;

void mount_new(const char* type,
               const fs::path& target,
               unsigned long flags,
               const std::string& options)
{
    if (::mount(type, target.c_str(), type, flags, options.c_str()) != 0) {
        throw_errno(fmt::format("mounting {} on {} ({})", type, target.native(), options));
    }
}

void show(const fs::path& source, const fs::path& target, std::uint64_t attributes)
{
    if (::mount(source.c_str(), target.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) {
        throw_errno(fmt::format("mounting {} in the sandbox", source.native()));
    }
    mount_attr change{};
    change.attr_set = attributes;
    change.propagation = MS_PRIVATE;
    if (::syscall(
            SYS_mount_setattr, AT_FDCWD, target.c_str(), AT_RECURSIVE, &change, sizeof change) !=
        0) {
        throw_errno(
            fmt::format("setting the mount attributes of {} in the sandbox", source.native()));
    }
}

void show_at(const fs::path& source, const fs::path& target)
{
    fs::create_directories(target.parent_path());
    if (fs::is_directory(source)) {
        fs::create_directory(target);
        show(source, target, read_only | MOUNT_ATTR_NODEV);
    } else if (fs::is_regular_file(source)) {
        const Fd place{::open(target.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)};
        show(source, target, read_only | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    }
}

bool show_mapped(const fs::path& source, const fs::path& target, const Fd& owners)
{
    const Fd tree{static_cast<int>(
        ::syscall(SYS_open_tree, AT_FDCWD, source.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC))};
    mount_attr change{};
    change.attr_set = MOUNT_ATTR_IDMAP | read_only | MOUNT_ATTR_NODEV;
    change.userns_fd = static_cast<__u64>(owners.get());
    return tree &&
           ::syscall(SYS_mount_setattr, tree.get(), "", AT_EMPTY_PATH, &change, sizeof change) ==
               0 &&
           ::syscall(
               SYS_move_mount, tree.get(), "", AT_FDCWD, target.c_str(), MOVE_MOUNT_F_EMPTY_PATH) ==
               0;
}

} // namespace cb::engine
