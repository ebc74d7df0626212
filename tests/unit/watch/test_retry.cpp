#include "catch.hpp"
#include "watch/retry.hpp"

using namespace cb;
using namespace cb::watch;
using std::chrono::minutes;

namespace {

const Time tried{std::chrono::hours{1000}};

KnownJob failed(Fault fault, std::uint64_t tries, std::string reason = "exit")
{
    return {.work = JobId::from("w"),
            .status = Status::failed,
            .fault = fault,
            .reason = std::move(reason),
            .tries = tries,
            .last_try = tried};
}

KnownJob ok()
{
    return {.work = JobId::from("w"), .status = Status::ok};
}

Standing after(minutes wait, std::vector<KnownJob> jobs, const RetryRule& rule = {})
{
    return find_standing(jobs, rule, tried + wait);
}

} // namespace

TEST_CASE("the delay before the next try grows, and has a greatest length")
{
    CHECK(retry_delay(Fault::commit, 1) == minutes{10});
    CHECK(retry_delay(Fault::commit, 2) == minutes{60});
    CHECK(retry_delay(Fault::commit, 3) == minutes{360});
    CHECK(retry_delay(Fault::commit, 4) == minutes{24 * 60});
    CHECK(retry_delay(Fault::commit, 1'000'000'000) == minutes{24 * 60});
    CHECK(retry_delay(Fault::machine, 1) == minutes{1});
    CHECK(retry_delay(Fault::machine, 2) == minutes{4});
    CHECK(retry_delay(Fault::machine, 3) == minutes{16});
    CHECK(retry_delay(Fault::machine, 4) == minutes{60});
    CHECK(retry_delay(Fault::machine, 1'000'000'000) == minutes{60});
}

TEST_CASE("what the store does not know is due, and what is ok is done")
{
    CHECK(after(minutes{0}, {}) == Standing::due);
    CHECK(after(minutes{100'000}, {ok()}) == Standing::done);
}

TEST_CASE("a failure that a wrong clock dated in the future is tried again")
{
    CHECK(after(minutes{-1}, {failed(Fault::machine, 1)}) == Standing::again);
    CHECK(after(minutes{-1}, {failed(Fault::commit, 1)}) == Standing::again);
    CHECK(after(minutes{-1}, {failed(Fault::commit, 3)}) == Standing::failed);
}

TEST_CASE("a failure of the commit is tried again after a while, twice by default")
{
    CHECK(after(minutes{9}, {failed(Fault::commit, 1)}) == Standing::failed);
    CHECK(after(minutes{10}, {failed(Fault::commit, 1)}) == Standing::again);
    CHECK(after(minutes{59}, {failed(Fault::commit, 2)}) == Standing::failed);
    CHECK(after(minutes{60}, {failed(Fault::commit, 2)}) == Standing::again);
    CHECK(after(minutes{100'000}, {failed(Fault::commit, 3)}) == Standing::failed);
    const RetryRule never{.retries = 0, .at_once = {}};
    CHECK(after(minutes{100'000}, {failed(Fault::commit, 1)}, never) == Standing::failed);
}

TEST_CASE("a failure of the machine is tried again without end")
{
    const RetryRule never{.retries = 0, .at_once = {}};
    CHECK(after(minutes{0}, {failed(Fault::machine, 1)}, never) == Standing::failed);
    CHECK(after(minutes{1}, {failed(Fault::machine, 1)}, never) == Standing::again);
    CHECK(after(minutes{60}, {failed(Fault::machine, 1000)}, never) == Standing::again);
}

TEST_CASE("a failed job is due at once when that is asked for, or when it failed so")
{
    const RetryRule all{.retries = 2, .at_once = RetryNow{}};
    const RetryRule timeouts{.retries = 2, .at_once = RetryNow{"timeout"}};
    CHECK(after(minutes{0}, {failed(Fault::commit, 9)}, all) == Standing::again);
    CHECK(after(minutes{0}, {failed(Fault::commit, 9)}, timeouts) == Standing::failed);
    CHECK(after(minutes{0}, {failed(Fault::commit, 9, "timeout")}, timeouts) == Standing::again);
    CHECK(after(minutes{0}, {ok()}, all) == Standing::done);
}

TEST_CASE("of several jobs of one work, one that is ok is enough")
{
    CHECK(after(minutes{600}, {failed(Fault::commit, 1), ok()}) == Standing::done);
    CHECK(after(minutes{10}, {failed(Fault::commit, 3), failed(Fault::commit, 1)}) ==
          Standing::again);
    const RetryRule all{.retries = 2, .at_once = RetryNow{}};
    CHECK(after(minutes{0}, {failed(Fault::commit, 1), ok()}, all) == Standing::again);
}
