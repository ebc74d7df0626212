#include "catch.hpp"
#include "engine/init_report.hpp"

using namespace cb;
using namespace cb::engine;

namespace {

Ready ready_of(const std::string& options)
{
    const auto event =
        parse_init_event(R"({"event":"ready","cpus":"2-3","mems":"0-1","shm_options":")" + options +
                         R"(","shm_bytes":65536,"start_ticks":77})");
    return std::get<Ready>(event.value());
}

} // namespace

TEST_CASE("what was read back in the sandbox")
{
    const auto ready = ready_of("rw,nosuid,size=64k,mpol=bind:0-1");
    CHECK(ready.cpus == CpuSet::parse("2-3").value());
    CHECK(ready.mems == NodeSet::parse("0-1").value());
    CHECK(ready.shm == Bytes{65536});
    CHECK(ready.shm_policy == "bind:0-1");
    CHECK(ready.start_ticks == 77U);
}

TEST_CASE("a policy ends where the next mount option begins")
{
    CHECK(ready_of("rw,mpol=bind:0,size=64k").shm_policy == "bind:0");
    CHECK(ready_of("rw,mpol=bind:0,2-3,size=64k").shm_policy == "bind:0,2-3");
    CHECK(ready_of("rw,mpol=prefer").shm_policy == "prefer");
    CHECK_FALSE(ready_of("rw,size=64k").shm_policy);
}

TEST_CASE("without a tmpfs there is no policy")
{
    const auto ready = ready_of("");
    CHECK_FALSE(ready.shm);
    CHECK_FALSE(ready.shm_policy);
}

TEST_CASE("address randomization was off only if the kernel said so")
{
    const auto end = [](const std::string& personality) {
        const auto event = parse_init_event(
            R"({"event":"end","wall_ns":2500000000,"user_us":1500000,"system_us":250000,)"
            R"("blocks_read":2,"exit_code":3,"signal":null,"personality":)" +
            personality + "}");
        return std::get<Ended>(event.value());
    };
    CHECK(end("262144").aslr_is_off); // ADDR_NO_RANDOMIZE
    CHECK(end("262152").aslr_is_off);
    CHECK_FALSE(end("0").aslr_is_off);
    CHECK_FALSE(end("null").aslr_is_off);
    CHECK(end("0").wall_s == Approx(2.5));
    CHECK(end("0").exit_code == 3);
    CHECK_FALSE(end("0").signal);
    CHECK(end("0").usage.user_s == Approx(1.5));
    CHECK(end("0").usage.storage_read_bytes == 1024U);
    CHECK_FALSE(end("0").usage.minor_faults);
}

TEST_CASE("what an engine says on the same descriptor is no event")
{
    for (const char* const line : {"",
                                   "Error response from daemon: no such container",
                                   "{}",
                                   R"({"event":"party"})",
                                   R"({"event":"ready")",
                                   R"({"event":"ready","shm_options":7})",
                                   R"({"event":"end"})"}) {
        INFO(line);
        CHECK_FALSE(parse_init_event(line));
    }
}
