#include "engine/leftovers.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/shm_mount.hpp"
#include "engine/native/native_image.hpp"
#include "engine/native/run_cgroup.hpp"
#include "engine/owner.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

void sweep_directory(const fs::path& directory, std::vector<std::string>& removed)
{
    std::error_code gone;
    for (fs::directory_iterator at{directory, gone}, end; at != end; at.increment(gone)) {
        if (is_orphan(at->path().filename().native())) {
            unmount_shm(at->path());
            remove_tree(at->path());
            removed.push_back(at->path().native());
        }
    }
}

} // namespace

std::vector<std::string> sweep_containers(const ContainerCli& cli, Asked asked)
{
    std::vector<std::string> removed;
    for (const auto& container : cli.take_containers(std::move(asked))) {
        if (is_orphan(to_run_name(container)) && cli.remove(container)) {
            removed.push_back("container " + container);
        }
    }
    if (cli.engine() == Engine::podman) {
        sweep_directory(shm_mounts(), removed);
    }
    return removed;
}

std::vector<std::string> sweep_native()
{
    std::vector<std::string> removed;
    std::set<std::string> orphans; // by name, because each has a directory per hierarchy
    for (const auto& cgroup : find_run_cgroups()) {
        if (orphans.contains(cgroup.name) || is_orphan(cgroup.name)) {
            orphans.insert(cgroup.name);
            remove_run_cgroup(cgroup);
        }
    }
    for (const auto& name : orphans) {
        removed.push_back("cgroup cb-" + name);
    }
    sweep_directory(native_scratch(), removed);
    sweep_directory(native_trees(), removed);
    return removed;
}

/// Other users may write to the directory: their files are left alone, even with a matching name.
std::vector<std::string> sweep_contexts()
{
    std::vector<std::string> removed;
    std::error_code gone;
    for (fs::directory_iterator at{temporary_directory(), gone}, end; at != end;
         at.increment(gone)) {
        const auto name = at->path().filename().native();
        struct stat status {};
        if (is_orphan(to_run_name(name)) && ::lstat(at->path().c_str(), &status) == 0 &&
            status.st_uid == ::geteuid()) {
            remove_tree(at->path());
            removed.push_back(at->path().native());
        }
    }
    return removed;
}

std::vector<std::string> sweep_all()
{
    auto removed = sweep_native();
    auto contexts = sweep_contexts();
    std::move(contexts.begin(), contexts.end(), std::back_inserter(removed));
    for (const auto engine : container_engines) {
        if (const ContainerCli cli{engine}; cli.answers()) {
            auto containers = sweep_containers(cli, cli.ask_containers());
            removed.insert(removed.end(), containers.begin(), containers.end());
        }
    }
    return removed;
}

} // namespace cb::engine
