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
        run_build(shell("yes & yes >&2; wait"), std::chrono::seconds{60}, Bytes{1U << 20U});
    CHECK(loud.end == BuildProcess::End::too_much);
    CHECK(loud.out.size() + loud.err.size() < 1U << 20U);
}
