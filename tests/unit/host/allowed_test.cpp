#include "catch.hpp"
#include "host/topology.hpp"
#include "tree.hpp"

using namespace cb;
using namespace cb::host;
using cb::test::Tree;

namespace {

std::string allowed(const Tree& tree)
{
    return read_topology(tree.root()).allowed.to_string();
}

} // namespace

TEST_CASE("isolated CPUs may be used although the affinity leaves them out")
{
    const Tree tree{"isolated-cpus"};
    CHECK(allowed(tree) == "0-7");
    tree.remove("sys/fs/cgroup");
    CHECK(allowed(tree) == "0-7");
}

TEST_CASE("a cpuset without the isolated CPUs keeps them out")
{
    const Tree tree{"isolated-cpus"};
    tree.write("sys/fs/cgroup/cpuset.cpus.effective", "0-1,4-6\n");
    CHECK(allowed(tree) == "0-1,4-6");
}

TEST_CASE("a service that is kept off the benchmarks' CPUs may still use them")
{
    const Tree tree{"virtual-machine"};
    tree.write("proc/self/status", "Cpus_allowed_list:\t0\nMems_allowed_list:\t0\n");
    CHECK(allowed(tree) == "0-1");
}

TEST_CASE("the nearest cgroup above ours that tells a cpuset counts")
{
    const Tree tree{"virtual-machine"};
    tree.write("proc/self/cgroup", "0::/a/b/c\n");
    tree.write("sys/fs/cgroup/a/cpuset.cpus.effective", "1\n");
    CHECK(allowed(tree) == "1");
    tree.write("sys/fs/cgroup/a/b/cpuset.cpus.effective", "0\n");
    CHECK(allowed(tree) == "0");
    tree.write("sys/fs/cgroup/a/b/c/cpuset.cpus.effective", "garbage\n");
    CHECK(allowed(tree) == "0");
}

TEST_CASE("in a container that does not see its own path the top of the cgroups counts")
{
    const Tree tree{"one-socket-smt"};
    tree.write("proc/self/cgroup", "3:cpuset:/docker/4f2a\n");
    tree.write("sys/fs/cgroup/cpuset/cpuset.effective_cpus", "2-3\n");
    CHECK(allowed(tree) == "2-3");
}

TEST_CASE("of cgroup version 1 the line with the cpuset controller counts")
{
    const Tree tree{"one-socket-smt"};
    CHECK(allowed(tree) == "0-7");
    tree.write("sys/fs/cgroup/cpuset/job/cpuset.effective_cpus", "5\n");
    CHECK(allowed(tree) == "5");
}

TEST_CASE("without a cgroup the affinity counts, without both all online CPUs")
{
    const Tree tree{"one-socket-smt"};
    tree.remove("proc/self/cgroup");
    tree.write("proc/self/status", "Cpus_allowed_list:\t1-2\n");
    CHECK(allowed(tree) == "1-2");
    tree.remove("proc/self/status");
    CHECK(allowed(tree) == "0-7");
    CHECK(read_topology(tree.root()).allowed_nodes.to_string() == "0");
}
