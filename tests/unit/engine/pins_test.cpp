#include "catch.hpp"
#include "engine/pins.hpp"

using namespace cb;
using namespace cb::engine;

namespace {

Request request()
{
    Request asked;
    asked.cpus = CpuSet::parse("1").value();
    asked.mems = NodeSet::parse("0").value();
    asked.shm_nodes = asked.mems;
    asked.shm = Bytes{4096};
    return asked;
}

Ready ready()
{
    Ready read;
    read.cpus = CpuSet::parse("1").value();
    read.mems = NodeSet::parse("0").value();
    read.shm = Bytes{4096};
    read.shm_policy = "bind:0";
    return read;
}

} // namespace

TEST_CASE("a sandbox that has what was asked for is let through")
{
    CHECK_NOTHROW(require_pins(request(), ready()));
    auto more = ready();
    more.shm = Bytes{8192};
    CHECK_NOTHROW(require_pins(request(), more));
    Request nothing;
    nothing.shm = Bytes{4096};
    auto unbound = ready();
    unbound.shm_policy.reset();
    CHECK_NOTHROW(require_pins(nothing, unbound));
}

TEST_CASE("each pin that is not there stops the run, by name")
{
    auto read = ready();
    read.cpus = CpuSet::parse("0-1").value();
    CHECK_THROWS_WITH(require_pins(request(), read),
                      "CPUs 1 were requested but the sandbox has 0-1");
    read = ready();
    read.cpus.reset();
    CHECK_THROWS_WITH(require_pins(request(), read),
                      "CPUs 1 were requested but the sandbox has none");
    read = ready();
    read.mems = NodeSet::parse("0-1").value();
    CHECK_THROWS_WITH(require_pins(request(), read), CB_CONTAINS("memory nodes 0 were requested"));
    read = ready();
    read.shm = Bytes{4095};
    CHECK_THROWS_WITH(require_pins(request(), read), CB_CONTAINS("/dev/shm of 4K was requested"));
    read = ready();
    read.shm_policy.reset();
    CHECK_THROWS_WITH(
        require_pins(request(), read),
        CB_CONTAINS("policy bind:0 of /dev/shm was requested but the sandbox has none"));
    CHECK_THROWS_AS(require_pins(request(), read), PinsNotApplied);
}
