#include "engine/native/sandbox_system_files.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/measure/cgroup_files.hpp"
#include "engine/native/sandbox_mounts.hpp"

#include <sys/mount.h>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

/// Files of /etc. docs/security.md has the same list.
constexpr std::array settings{// the loader, and alternatives
                              "ld.so.cache",
                              "ld.so.conf",
                              "ld.so.conf.d",
                              "alternatives",
                              // users, hosts, services
                              "passwd",
                              "group",
                              "nsswitch.conf",
                              "hosts",
                              "host.conf",
                              "resolv.conf",
                              "gai.conf",
                              "networks",
                              "protocols",
                              "services",
                              "rpc",
                              // time, locale, text
                              "localtime",
                              "timezone",
                              "locale.alias",
                              "locale.conf",
                              "default/locale",
                              "inputrc",
                              "terminfo",
                              "mime.types",
                              "magic",
                              "magic.mime",
                              "papersize",
                              // the system's name
                              "os-release",
                              "lsb-release",
                              "debian_version",
                              "redhat-release",
                              "fedora-release",
                              "system-release",
                              "alpine-release",
                              // public certificates
                              "ssl/certs",
                              "ssl/cert.pem",
                              "ssl/openssl.cnf",
                              "ca-certificates",
                              "ca-certificates.conf",
                              "pki/tls/certs",
                              "pki/tls/cert.pem",
                              "pki/tls/openssl.cnf",
                              "pki/ca-trust",
                              "crypto-policies",
                              // programming languages and libraries
                              "fonts",
                              "perl",
                              "python3",
                              "R",
                              "mono",
                              "dotnet",
                              "OpenCL",
                              "vulkan",
                              "glvnd",
                              "gnucobol"};

/// Directories of /etc whose names contain a version.
constexpr std::array<std::string_view, 3> versioned_settings{"java-", "python3.", "ImageMagick-"};

/// Paths of /proc that docker and podman hide, too, because they only describe the host.
constexpr std::array hidden_of_proc{"acpi",
                                    "asound",
                                    "interrupts",
                                    "kcore",
                                    "key-users",
                                    "keys",
                                    "kpagecgroup",
                                    "kpagecount",
                                    "kpageflags",
                                    "latency_stats",
                                    "sched_debug",
                                    "scsi",
                                    "timer_list",
                                    "timer_stats"};
constexpr std::array read_only_of_proc{"bus", "fs", "irq", "sys", "sysrq-trigger"};

constexpr std::array machine{"/sys/devices/system/cpu",
                             "/sys/devices/system/node",
                             "/sys/devices/system/clocksource",
                             "/sys/devices/cpu",
                             "/sys/devices/cpu_core",
                             "/sys/devices/cpu_atom",
                             "/sys/bus/event_source",
                             "/sys/kernel/mm"};

constexpr std::array devices{"null", "zero", "full", "random", "urandom", "tty"};

constexpr unsigned long kernel_files = MS_NOSUID | MS_NODEV | MS_NOEXEC;

/// Hides a path of the sandbox: mounts an empty file or an empty directory over it.
void hide(const fs::path& path)
{
    if (fs::is_directory(path)) {
        mount_new("tmpfs", path, kernel_files | MS_RDONLY, "mode=555,size=4k");
    } else if (fs::exists(path)) {
        show("/dev/null", path, read_only | MOUNT_ATTR_NOEXEC);
    }
}

/// Resolves a symbolic link whose target is not visible, for example in /run, and mounts the target
/// in its place.
void show_setting(const fs::path& path, const fs::path& root)
{
    std::error_code missing;
    const auto real = fs::canonical(path, missing);
    if (missing) {
        return;
    }
    const auto target = root / path.relative_path();
    const auto top = real.relative_path().begin()->native();
    if (fs::is_symlink(path) && top != "etc" && top != "run") {
        fs::create_directories(target.parent_path());
        fs::create_symlink(real, target);
    } else {
        show_at(real, target);
    }
}

/// Shows the sandbox's cgroup, where programs read their limits. In a cgroup namespace, the
/// process's own cgroup is the root (cgroup_namespaces(7)).
void show_cgroup(const CgroupPlace& own, const fs::path& cgroups)
{
    if (own.is_unified()) {
        if (const auto directory = own.directory("")) {
            show_at(*directory, cgroups);
        }
        return;
    }
    for (const char* const controller : {"cpu", "cpuacct", "cpuset", "memory", "pids"}) {
        if (const auto directory = own.directory(controller)) {
            show_at(*directory, cgroups / controller);
        }
    }
}

} // namespace

void show_settings(const fs::path& root)
{
    const fs::path etc = "/etc";
    fs::create_directory(root / "etc");
    for (const char* const name : settings) {
        show_setting(etc / name, root);
    }
    std::error_code unreadable;
    for (fs::directory_iterator at{etc, unreadable}, end; at != end; at.increment(unreadable)) {
        const auto name = at->path().filename().native();
        if (std::any_of(versioned_settings.begin(), versioned_settings.end(), [&name](auto start) {
                return name.starts_with(start);
            })) {
            show_setting(at->path(), root);
        }
    }
    fs::create_symlink("/proc/self/mounts", root / "etc/mtab");
}

void show_processes(const fs::path& root)
{
    const auto proc = root / "proc";
    fs::create_directory(proc);
    mount_new("proc", proc, kernel_files);
    for (const char* const name : hidden_of_proc) {
        hide(proc / name);
    }
    for (const char* const name : read_only_of_proc) {
        if (fs::exists(proc / name)) {
            show(proc / name, proc / name, read_only | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
        }
    }
}

void show_machine(const fs::path& root, const Parsed<CgroupPlace>& own)
{
    for (const char* const path : machine) {
        show_at(path, root / fs::path{path}.relative_path());
    }
    if (own) {
        show_cgroup(*own, root / "sys/fs/cgroup");
    }
}

void make_devices(const fs::path& root, const std::string& shm_options)
{
    const auto dev = root / "dev";
    fs::create_directory(dev);
    mount_new("tmpfs", dev, MS_NOSUID | MS_NOEXEC, "mode=755,size=64k");
    for (const char* const name : devices) {
        const Fd place{::open((dev / name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644)};
        // Read-only protects the inode, which is the host's. Writes to the device still work.
        show(fs::path{"/dev"} / name, dev / name, read_only | MOUNT_ATTR_NOEXEC);
    }
    fs::create_symlink("/proc/self/fd", dev / "fd");
    fs::create_symlink("/proc/self/fd/0", dev / "stdin");
    fs::create_symlink("/proc/self/fd/1", dev / "stdout");
    fs::create_symlink("/proc/self/fd/2", dev / "stderr");
    fs::create_directory(dev / "shm");
    mount_new("tmpfs", dev / "shm", MS_NOSUID | MS_NODEV, shm_options);
}

} // namespace cb::engine
