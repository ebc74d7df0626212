#include "base/error.hpp"
#include "engine/pins.hpp"
#include "engine/sandbox_child.hpp"

#include <fmt/format.h>

#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

// The view that a benchmark has of the host. What is not listed here is not there: no home
// directories, no /run with its sockets, no /var.

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// System directories, shown read-only. Where one is a symbolic link (merged /usr), so it is here.
constexpr std::array shown{
    "usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc", "opt", "nix", "gnu"};
constexpr std::array devices{"null", "zero", "full", "random", "urandom", "tty"};

void mount_or_throw(const char* type,
                    const fs::path& target,
                    unsigned long flags,
                    const std::string& options = "")
{
    if (::mount(type, target.c_str(), type, flags, options.c_str()) != 0) {
        throw_errno(fmt::format("mounting {} on {} ({})", type, target.native(), options));
    }
}

/// Shows `source` and what is mounted below it at `target`, with `attributes` for all of it
/// (mount_setattr(2)).
void show(const fs::path& source, const fs::path& target, std::uint64_t attributes)
{
    if (::mount(source.c_str(), target.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) {
        throw_errno(fmt::format("showing {} in the sandbox", source.native()));
    }
    mount_attr change{};
    change.attr_set = attributes;
    change.propagation = MS_PRIVATE;
    if (::syscall(
            SYS_mount_setattr, AT_FDCWD, target.c_str(), AT_RECURSIVE, &change, sizeof change) !=
        0) {
        throw_errno(fmt::format("making {} read-only in the sandbox", source.native()));
    }
}

constexpr std::uint64_t read_only = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID;

void show_system_directory(const fs::path& root, const char* name)
{
    const fs::path source = fs::path{"/"} / name;
    if (fs::is_symlink(source)) {
        fs::create_symlink(fs::read_symlink(source), root / name);
    } else if (fs::is_directory(source)) {
        fs::create_directory(root / name);
        show(source, root / name, read_only | MOUNT_ATTR_NODEV);
    }
}

void make_devices(const fs::path& root, const Request& request)
{
    const auto dev = root / "dev";
    fs::create_directory(dev);
    mount_or_throw("tmpfs", dev, MS_NOSUID | MS_NOEXEC, "mode=755,size=64k");
    for (const char* const name : devices) {
        const Fd place{::open((dev / name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)};
        show(fs::path{"/dev"} / name, dev / name, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    }
    fs::create_symlink("/proc/self/fd", dev / "fd");
    fs::create_symlink("/proc/self/fd/0", dev / "stdin");
    fs::create_symlink("/proc/self/fd/1", dev / "stdout");
    fs::create_symlink("/proc/self/fd/2", dev / "stderr");
    fs::create_directory(dev / "shm");
    mount_or_throw("tmpfs", dev / "shm", MS_NOSUID | MS_NODEV, shm_options(request));
}

void make_work_directory(const SandboxPlan& plan, const fs::path& root)
{
    const auto work = root / "work";
    fs::create_directory(work);
    if (plan.work == WorkDirectory::tree) {
        show(plan.tree, work, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
        return;
    }
    // Relative names, because colons and commas in a path would split the options.
    fs::create_directory_symlink(plan.tree, "lower");
    mount_or_throw("overlay",
                   work,
                   MS_NOSUID | MS_NODEV,
                   "lowerdir=lower,upperdir=upper,workdir=layer,userxattr");
}

void make_scratch(const SandboxPlan& plan)
{
    fs::current_path(plan.scratch);
    for (const char* const name : {"root", "upper", "layer"}) {
        fs::create_directory(name);
    }
    if (::geteuid() == 0 && ::chown("upper", plan.uid, plan.gid) != 0) {
        throw_errno("giving the work directory to the benchmark's user");
    }
}

void make_root_of(const fs::path& root)
{
    // pivot_root(2), "pivot_root(".", ".")"
    if (::chdir(root.c_str()) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0 ||
        ::umount2(".", MNT_DETACH) != 0) {
        throw_errno("making the sandbox's view the root");
    }
    if (::mount(nullptr,
                "/",
                nullptr,
                MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV,
                nullptr) != 0) {
        throw_errno("making the sandbox's root read-only");
    }
    if (::chdir("/work") != 0) {
        throw_errno("going to the work directory");
    }
}

} // namespace

void enter_view(const SandboxPlan& plan)
{
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        throw_errno("keeping mounts to ourselves");
    }
    make_scratch(plan);
    const auto root = plan.scratch / "root";
    mount_or_throw("tmpfs", root, MS_NOSUID | MS_NODEV, "mode=755,size=1m");
    for (const char* const name : shown) {
        show_system_directory(root, name);
    }
    for (const char* const name : {"proc", "sys", "tmp", "var", "var/tmp"}) {
        fs::create_directory(root / name);
    }
    show("/sys", root / "sys", read_only | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    mount_or_throw("proc", root / "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC);
    mount_or_throw("tmpfs", root / "tmp", MS_NOSUID | MS_NODEV, "mode=1777,size=1g");
    show(root / "tmp", root / "var/tmp", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    make_devices(root, plan.request);
    make_work_directory(plan, root);
    for (const auto& directory : plan.request.mounts) {
        // Without symbolic links, which would lead out of the new root while it is being made.
        const auto path = fs::canonical(directory);
        fs::create_directories(root / path.relative_path());
        show(path, root / path.relative_path(), read_only | MOUNT_ATTR_NODEV);
    }
    make_root_of(root);
}

} // namespace cb::engine
