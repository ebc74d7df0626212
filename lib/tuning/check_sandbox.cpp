#include "tuning/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::tuning {

namespace {

constexpr auto figures = "Peak memory, CPU times and the memory limit of runs need it.";

bool has_word(std::string_view text, std::string_view word)
{
    while (!text.empty()) {
        const auto first = text.substr(0, text.find(' '));
        if (first == word) {
            return true;
        }
        text.remove_prefix(std::min(first.size() + 1, text.size()));
    }
    return false;
}

Check check_cgroup(const host::SysFiles& files)
{
    if (const auto controllers = files.text("sys/fs/cgroup/cgroup.controllers")) {
        if (has_word(*controllers, "cpuset") && has_word(*controllers, "memory")) {
            return {"cgroup", Status::ok, "version 2"};
        }
        return {"cgroup",
                Status::warning,
                fmt::format("version 2 with only {}", *controllers),
                figures,
                "systemd-run -p Delegate=yes, or in the parent's cgroup.subtree_control: +cpuset "
                "+memory"};
    }
    const auto names = files.names("sys/fs/cgroup");
    const auto has = [&](const char* name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (has("cpuset") && has("memory")) {
        return {"cgroup",
                Status::note,
                "version 1",
                "CPUs that go offline never return to its cpusets, so cb tune does not take CPUs "
                "offline.",
                "kernel parameter systemd.unified_cgroup_hierarchy=1"};
    }
    return {"cgroup", Status::unknown, "no cgroup is mounted at /sys/fs/cgroup"};
}

Check check_docker(const host::SysFiles& files)
{
    constexpr auto code = "docker_cgroup_driver";
    const auto settings = files.text("etc/docker/daemon.json").value_or("");
    if (settings.find("native.cgroupdriver=cgroupfs") != std::string::npos) {
        return {code, Status::ok, "cgroupfs"};
    }
    if (settings.find("native.cgroupdriver=systemd") == std::string::npos) {
        return {
            code,
            Status::unknown,
            "/etc/docker/daemon.json does not set it; under systemd with cgroup version 2 it is "
            "systemd"};
    }
    return {code,
            Status::note,
            "systemd",
            "cb run has no memory and CPU figures of runs in docker.",
            R"("exec-opts": ["native.cgroupdriver=cgroupfs"] in /etc/docker/daemon.json)"};
}

struct Barrier {
    const char* path;
    const char* value; ///< the value that forbids them
    const char* remedy;
};

Check check_user_namespaces(const host::SysFiles& files)
{
    constexpr auto code = "user_namespaces";
    static constexpr std::array<Barrier, 3> barriers{{
        {"proc/sys/user/max_user_namespaces", "0", "sysctl user.max_user_namespaces=10000"},
        {"proc/sys/kernel/unprivileged_userns_clone",
         "0",
         "sysctl kernel.unprivileged_userns_clone=1"},
        {"proc/sys/kernel/apparmor_restrict_unprivileged_userns",
         "1",
         "sysctl kernel.apparmor_restrict_unprivileged_userns=0"},
    }};
    for (const auto& [path, value, remedy] : barriers) {
        if (files.text(path) == value) {
            return {code,
                    Status::note,
                    fmt::format("/{} is {}", path, value),
                    "The native engine works only as root.",
                    remedy};
        }
    }
    if (!files.text(barriers.front().path)) {
        return {code, Status::unknown, "this kernel does not have them or does not report it"};
    }
    return {code, Status::ok, "any user may create one"};
}

} // namespace

Checks check_sandbox(const Subject& subject)
{
    return {check_cgroup(subject.files),
            check_docker(subject.files),
            check_user_namespaces(subject.files)};
}

} // namespace cb::tuning
