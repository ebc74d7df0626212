#include "catch.hpp"
#include "claims/holder.hpp"

#include <unistd.h>

namespace cb::claims {

namespace {

Holder self()
{
    return {Place::here(), {host::read_process(::getpid()).value().key}};
}

} // namespace

TEST_CASE("a holder is read as it was written")
{
    const auto holder = self();
    CHECK(Holder::parse(holder.to_json()).value() == holder);
    CHECK_FALSE(Holder::parse(""));
    CHECK_FALSE(Holder::parse("[]"));
    CHECK_FALSE(Holder::parse(R"({"place":{"machine":"m","boot":"b","pid_namespace":"p"}})"));
    CHECK_FALSE(Holder::parse(
        R"({"place":{"machine":"m","boot":"b","pid_namespace":"p"},"processes":[{"pid":"1"}]})"));
}

TEST_CASE("a holder of this place runs while one of its processes does")
{
    const auto here = Place::here();
    REQUIRE_FALSE(here.boot.empty());
    REQUIRE_FALSE(here.pid_namespace.empty());
    auto holder = self();
    holder.processes.insert(holder.processes.begin(), {1, 0}); // never ran
    CHECK(find_life(holder, here) == Life::running);
    holder.processes.pop_back();
    CHECK(find_life(holder, here) == Life::gone);
    holder.processes.clear();
    CHECK(find_life(holder, here) == Life::gone);
}

TEST_CASE("a holder of another place is unknown, unless this machine was booted since")
{
    const auto here = Place::here();
    auto holder = self();
    holder.place.boot = "another";
    CHECK(find_life(holder, here) == Life::gone);
    holder.place.machine = "another";
    CHECK(find_life(holder, here) == Life::unknown);
    holder.place = here;
    holder.place.pid_namespace = "pid:[1]"; // a container on this machine
    holder.processes.clear();
    CHECK(find_life(holder, here) == Life::unknown);
    holder.place = here;
    holder.place.boot.clear();
    CHECK(find_life(holder, here) == Life::unknown);
}

} // namespace cb::claims
