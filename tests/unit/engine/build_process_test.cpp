#include "base/error.hpp"
#include "base/stop.hpp"
#include "catch.hpp"
#include "engine/build_process.hpp"

using namespace cb;
using namespace cb::engine;

namespace {

Command shell(const std::string& script)
{
    return {.argv = {"/bin/sh", "-c", script}};
}

} // namespace

TEST_CASE("the ends of what a build prints are kept")
{
    const auto built =
        run_build(shell("head -c 1000000 /dev/zero | tr '\\0' a; echo end; echo e >&2"),
                  std::chrono::seconds{60});
    CHECK(built.ok());
    CHECK(built.out.ends_with("aaaend\n"));
    CHECK(built.out.size() <= 2 * 65536);
    CHECK(built.err == "e\n");
    const auto failed = run_build(shell("exit 3"), std::chrono::seconds{60});
    CHECK_FALSE(failed.ok());
    CHECK(failed.status == ProcessEnd{Exited{3}});
}

TEST_CASE("a build that hangs or prints without end is stopped")
{
    const auto hung = run_build(shell("echo begun; sleep 100"), std::chrono::milliseconds{300});
    CHECK(hung.end == BuildProcess::End::timeout);
    CHECK(hung.out == "begun\n");
    const auto loud =
        run_build(shell("yes & yes >&2; wait"), std::chrono::seconds{60}, {}, Bytes{1U << 20U});
    CHECK(loud.end == BuildProcess::End::too_much);
    CHECK(loud.out.size() + loud.err.size() < 1U << 20U);
}

TEST_CASE("a build reads what it is fed, to its end")
{
    install_stop_signals();
    const std::string piece(100'000, 'x');
    const auto feed = [&piece](const auto& write) {
        for (int i = 0; i < 50; ++i) {
            write(piece);
        }
    };
    CHECK(run_build(shell("wc -c"), std::chrono::seconds{60}, feed).out == "5000000\n");

    const auto both = run_build(shell("tee /dev/stderr"), std::chrono::seconds{60}, feed);
    CHECK(both.ok());
    CHECK(both.out.ends_with("xxx"));
}

TEST_CASE("a build that wants no more input, or hangs on it, ends the feeding")
{
    install_stop_signals();
    int written = 0;
    const auto endless = [&written](const auto& write) {
        for (;;) {
            write(std::string(65536, 'x'));
            ++written;
        }
    };
    const auto done = run_build(shell("head -c 10; exit 3"), std::chrono::seconds{60}, endless);
    CHECK(done.status == ProcessEnd{Exited{3}});
    CHECK(done.out == "xxxxxxxxxx");
    const auto hung = run_build(shell("sleep 100"), std::chrono::milliseconds{300}, endless);
    CHECK(hung.end == BuildProcess::End::timeout);
    const auto loud = run_build(shell("yes"), std::chrono::seconds{60}, endless, Bytes{1U << 20U});
    CHECK(loud.end == BuildProcess::End::too_much);
    CHECK(written < 100);
}

TEST_CASE("a build is stopped if there is nothing to feed it with")
{
    const auto fail = [](const auto& write) {
        write("begun");
        throw Error{Errc::bad_input, "no more"};
    };
    CHECK_THROWS_WITH(run_build(shell("cat; sleep 100"), std::chrono::seconds{60}, fail),
                      "no more");
}
