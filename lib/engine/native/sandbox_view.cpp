#include "base/error.hpp"
#include "engine/native/sandbox_child.hpp"
#include "engine/native/sandbox_mounts.hpp"
#include "engine/native/sandbox_system_files.hpp"
#include "engine/native/tree_secrets.hpp"
#include "engine/pins.hpp"
#include "engine/tree_walk.hpp"

#include <fmt/format.h>

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sched.h>
#include <unistd.h>

// The benchmark's view of the host. Everything not listed here is absent: home directories, /run
// with its sockets, /var.

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// System directories, mounted read-only. A symbolic link on the host (merged /usr) is a symbolic
/// link here.
constexpr std::array shown{
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix", "/gnu"};

/// Relative names, because colons and commas in a path would split the options.
constexpr auto layers = "lowerdir=lower,upperdir=upper,workdir=layer";

/// Creates the work directory as an overlay over the tree with mapped owners. Returns false if the
/// kernel (before Linux 5.19) or the file system cannot do that.
bool lay_over_mapped_tree(const SandboxPlan& plan, const fs::path& work)
{
    fs::create_directory("lower");
    if (show_mapped(plan.tree, "lower", plan.owners) &&
        ::mount("overlay",
                work.c_str(),
                "overlay",
                MS_NOSUID | MS_NODEV,
                fmt::format("{},userxattr", layers).c_str()) == 0) {
        return true;
    }
    ::umount2("lower", MNT_DETACH);
    fs::remove("lower");
    return false;
}

/// Changes the owner of everything in the work directory to the benchmark's user. The overlay
/// stores the change in its upper layer, and copies only the metadata of a file.
void give_to_benchmark(const SandboxPlan& plan, const fs::path& work)
{
    walk_tree(work, [&](int parent, const char* name, const struct stat& status) {
        const bool ours = status.st_uid == plan.owner->uid;
        const bool our_group = status.st_gid == plan.owner->gid;
        if ((ours || our_group) && ::fchownat(parent,
                                              name,
                                              ours ? plan.user.uid : static_cast<uid_t>(-1),
                                              our_group ? plan.user.gid : static_cast<gid_t>(-1),
                                              AT_SYMLINK_NOFOLLOW) != 0) {
            throw_errno("changing the owner of " + std::string{name} + " to the benchmark's user");
        }
    });
}

/// Not every file system can be the upper layer: docs.kernel.org/filesystems/overlayfs.html.
void lay_over_tree(const SandboxPlan& plan, const fs::path& work)
{
    fs::create_directory_symlink(plan.tree, "lower");
    const auto options = fmt::format("{},{}", layers, plan.owner ? "metacopy=on" : "userxattr");
    if (::mount("overlay", work.c_str(), "overlay", MS_NOSUID | MS_NODEV, options.c_str()) != 0) {
        if (errno == EINVAL) {
            throw Error{Errc::system,
                        fmt::format("the file system of {} cannot hold the files that a benchmark "
                                    "writes (overlayfs refuses network file systems and others); "
                                    "let XDG_CACHE_HOME name a directory on a local disk",
                                    plan.scratch.native())};
        }
        throw_errno(fmt::format("mounting an overlay ({}) on {}", options, work.native()));
    }
    if (plan.owner) {
        give_to_benchmark(plan, work);
    }
}

void make_work_directory(const SandboxPlan& plan, const fs::path& root)
{
    const auto work = root / "work";
    fs::create_directory(work);
    if (plan.work == WorkDirectory::tree) {
        show(plan.tree, work, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
        return;
    }
    if (!plan.owners || !lay_over_mapped_tree(plan, work)) {
        lay_over_tree(plan, work);
    }
    remove_git_secrets(work);
}

void show_system_directory(const fs::path& source, const fs::path& root)
{
    const auto target = root / source.relative_path();
    if (fs::is_symlink(source)) {
        fs::create_symlink(fs::read_symlink(source), target);
    } else {
        show_at(source, target);
    }
}

void make_scratch(const SandboxPlan& plan)
{
    fs::current_path(plan.scratch);
    for (const char* const name : {"root", "upper", "layer"}) {
        fs::create_directory(name);
    }
    if (::geteuid() == 0 && ::chown("upper", plan.user.uid, plan.user.gid) != 0) {
        throw_errno("changing the owner of the work directory");
    }
}

void enter_root(const fs::path& root)
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
        throw_errno("making the sandbox's mounts private");
    }
    const auto own_cgroup = CgroupPlace::read_own();
    if (::unshare(CLONE_NEWCGROUP) != 0) {
        throw_errno("creating a cgroup namespace for the sandbox");
    }
    make_scratch(plan);
    const auto root = plan.scratch / "root";
    mount_new("tmpfs", root, MS_NOSUID | MS_NODEV, "mode=755,size=1m");
    for (const char* const name : shown) {
        show_system_directory(name, root);
    }
    show_settings(root);
    show_processes(root);
    show_machine(root, own_cgroup);
    for (const char* const name : {"tmp", "var", "var/tmp"}) {
        fs::create_directory(root / name);
    }
    mount_new("tmpfs", root / "tmp", MS_NOSUID | MS_NODEV, "mode=1777,size=1g");
    show(root / "tmp", root / "var/tmp", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    make_devices(root, shm_options(plan.request));
    make_work_directory(plan, root);
    for (const auto& directory : plan.request.mounts) {
        // Resolves symbolic links first: they would lead out of the new root while it is being
        // built.
        const auto path = fs::canonical(directory);
        fs::create_directories(root / path.relative_path());
        show(path, root / path.relative_path(), read_only | MOUNT_ATTR_NODEV);
    }
    enter_root(root);
}

} // namespace cb::engine
