#include "base/collect.hpp"
#include "base/heartbeat.hpp"
#include "catch.hpp"

#include <array>
#include <thread>

using namespace cb;
using namespace std::chrono_literals;

TEST_CASE("several streams are read at once to their ends")
{
    auto first = make_pipe();
    auto second = make_pipe();
    std::thread writer{[&] {
        for (int i = 0; i < 20; ++i) { // more than one pipe holds, alternating
            write_all(first.write.get(), std::string(10000, 'a'), "a pipe");
            write_all(second.write.get(), std::string(10000, 'b'), "a pipe");
        }
        first.write.reset();
        second.write.reset();
    }};
    std::array streams{Stream{std::move(first.read), Bytes{1U << 20U}},
                       Stream{std::move(second.read), Bytes{1U << 20U}}};
    CHECK(collect(streams, deadline_in(20s)) == Collected::closed);
    writer.join();
    CHECK(streams[0].data == std::string(200000, 'a'));
    CHECK(streams[1].data == std::string(200000, 'b'));
    CHECK_FALSE(static_cast<bool>(streams[0].fd));
    CHECK(collect(streams, std::nullopt) == Collected::closed);
}

TEST_CASE("more than the bound is told once and thrown away")
{
    auto pipe = make_pipe();
    write_all(pipe.write.get(), "12345678", "a pipe");
    std::array streams{Stream{std::move(pipe.read), Bytes{5}}};
    CHECK(collect(streams, std::nullopt) == Collected::overflow);
    CHECK(streams[0].data == "12345");
    write_all(pipe.write.get(), "90", "a pipe");
    pipe.write.reset();
    CHECK(collect(streams, std::nullopt) == Collected::closed);
    CHECK(streams[0].data == "12345");
    CHECK(streams[0].overflowed);
}

TEST_CASE("a wait calls the heartbeat and still ends at its deadline")
{
    auto pipe = make_pipe();
    int beats = 0;
    set_heartbeat([&beats] { ++beats; });
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(wait_readable(pipe.read.get(), deadline_in(heartbeat_interval + 50ms)));
    CHECK(std::chrono::steady_clock::now() - start >= heartbeat_interval + 50ms);
    CHECK(beats >= 2);
    set_heartbeat({});
    beats = 0;
    CHECK_FALSE(wait_readable(pipe.read.get(), deadline_in(1ms)));
    CHECK(beats == 0);
}

TEST_CASE("as much as the bound is no overflow")
{
    auto pipe = make_pipe();
    write_all(pipe.write.get(), "12345", "a pipe");
    pipe.write.reset();
    std::array streams{Stream{std::move(pipe.read), Bytes{5}}};
    CHECK(collect(streams, std::nullopt) == Collected::closed);
    CHECK_FALSE(streams[0].overflowed);
}

TEST_CASE("reading stops when what was waited for is there, and can go on")
{
    auto pipe = make_pipe();
    write_all(pipe.write.get(), "ready", "a pipe");
    std::array streams{Stream{std::move(pipe.read), Bytes{100}}};
    const auto is_ready = [&] { return streams[0].data == "ready"; };
    CHECK(collect(streams, deadline_in(20s), OnStop::interrupt, is_ready) == Collected::enough);
    write_all(pipe.write.get(), ", steady", "a pipe");
    pipe.write.reset();
    CHECK(collect(streams, deadline_in(20s)) == Collected::closed);
    CHECK(streams[0].data == "ready, steady");
}

TEST_CASE("the deadline ends the wait and keeps what came")
{
    auto pipe = make_pipe();
    write_all(pipe.write.get(), "so far", "a pipe");
    std::array streams{Stream{std::move(pipe.read), Bytes{100}}};
    const auto start = std::chrono::steady_clock::now();
    CHECK(collect(streams, deadline_in(30ms)) == Collected::deadline);
    CHECK(std::chrono::steady_clock::now() - start >= 30ms);
    CHECK(streams[0].data == "so far");
    CHECK(static_cast<bool>(streams[0].fd));
}

TEST_CASE("a descriptor is waited for until the deadline, and a closed one is readable")
{
    auto pipe = make_pipe();
    CHECK_FALSE(wait_readable(pipe.read.get(), deadline_in(10ms)));
    CHECK_FALSE(wait_readable(pipe.read.get(), deadline_in(-10s)));
    pipe.write.reset();
    CHECK(wait_readable(pipe.read.get(), deadline_in(10s)));
    CHECK_FALSE(deadline_in(std::nullopt).has_value());
}
