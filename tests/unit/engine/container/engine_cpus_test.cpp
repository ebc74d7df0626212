#include "base/file.hpp"
#include "catch.hpp"
#include "engine/container/engine_cpus.hpp"

#include <filesystem>

using namespace cb;
using namespace cb::engine;
namespace fs = std::filesystem;

namespace {

EngineFacts local_engine(const std::string& driver)
{
    EngineFacts facts;
    facts.is_local = true;
    facts.cgroup_driver = driver;
    return facts;
}

/// Files below a root, as the kernel would show them.
class Kernel {
public:
    void put(const std::string& path, const std::string& text)
    {
        fs::create_directories((dir_.path() / path).parent_path());
        replace_file(dir_.path() / path, text + "\n");
    }
    [[nodiscard]] std::string cpus(Engine engine, const std::string& driver) const
    {
        const auto found = read_engine_cpus(engine, local_engine(driver), dir_.path());
        return found ? found->to_string() : "none";
    }

private:
    TempDir dir_;
};

} // namespace

TEST_CASE("the CPUs of an engine are those of its own cgroup, version 1")
{
    Kernel kernel;
    kernel.put("sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-7");
    kernel.put("proc/self/cgroup", "3:cpuset:/job");
    kernel.put("sys/fs/cgroup/cpuset/job/cpuset.effective_cpus", "0");
    CHECK(kernel.cpus(Engine::docker, "cgroupfs") == "0-7"); // nothing has run yet
    kernel.put("sys/fs/cgroup/cpuset/docker/cpuset.effective_cpus", "2-3");
    CHECK(kernel.cpus(Engine::docker, "cgroupfs") == "2-3");
    CHECK(kernel.cpus(Engine::podman, "cgroupfs") == "0-7");
    kernel.put("sys/fs/cgroup/cpuset/system.slice/cpuset.effective_cpus", "4");
    CHECK(kernel.cpus(Engine::docker, "systemd") == "4");
}

TEST_CASE("the CPUs of an engine are those of its own cgroup, version 2")
{
    Kernel kernel;
    kernel.put("sys/devices/system/cpu/online", "0-3");
    kernel.put("sys/fs/cgroup/cgroup.controllers", "cpuset cpu");
    CHECK(kernel.cpus(Engine::docker, "systemd") == "0-3");
    kernel.put("sys/fs/cgroup/system.slice/cpuset.cpus.effective", "0-1");
    kernel.put("sys/fs/cgroup/machine.slice/cpuset.cpus.effective", "1-3");
    kernel.put("sys/fs/cgroup/libpod_parent/cpuset.cpus.effective", "3");
    CHECK(kernel.cpus(Engine::docker, "systemd") == "0-1");
    CHECK(kernel.cpus(Engine::podman, "systemd") == "1-3");
    CHECK(kernel.cpus(Engine::podman, "cgroupfs") == "3");
    CHECK(kernel.cpus(Engine::docker, "cgroupfs") == "0-3");
}

TEST_CASE("of an engine elsewhere or without root nothing is known")
{
    CHECK_FALSE(read_engine_cpus(Engine::docker, EngineFacts{}));
    auto rootless = local_engine("systemd");
    rootless.is_rootless = true;
    CHECK_FALSE(read_engine_cpus(Engine::podman, rootless));
}
