#include "catch.hpp"
#include "engine/attempt.hpp"

#include <csignal>

using namespace cb;
using namespace cb::engine;

namespace {

/// A command that succeeded in a sandbox with every figure available.
Supervised supervised()
{
    Supervised made;
    made.end = Supervised::End::closed;
    made.ready = Ready{};
    made.ended = Ended{};
    made.ended->exit_code = 0;
    made.ended->wall_s = 2;
    made.ended->usage.user_s = 3;
    made.ended->usage.system_s = 1;
    return made;
}

Measured measured()
{
    Measured made;
    made.cgroup = CgroupFigures{};
    return made;
}

Outcome outcome_of(const Supervised& supervised, OomKilled oom = OomKilled::no)
{
    return make_attempt(supervised, Request{}, measured(), oom).iteration.outcome.known().value();
}

} // namespace

TEST_CASE("how a run ended")
{
    CHECK(outcome_of(supervised()) == Outcome::ok);
    auto failed = supervised();
    failed.ended->exit_code = 3;
    CHECK(outcome_of(failed) == Outcome::exit);
    CHECK(outcome_of(failed, OomKilled::yes) == Outcome::oom);
    failed.ended->exit_code.reset();
    failed.ended->signal = 11;
    CHECK(outcome_of(failed) == Outcome::signal);
    failed.ended->signal = SIGXFSZ;
    CHECK(outcome_of(failed) == Outcome::disk_limit);
    failed.ended->timed_out = true;
    CHECK(outcome_of(failed, OomKilled::yes) == Outcome::timeout);
    failed.end = Supervised::End::disk_limit;
    CHECK(outcome_of(failed) == Outcome::disk_limit);
    failed.end = Supervised::End::cpu_limit;
    CHECK(outcome_of(failed) == Outcome::cpu_limit);
    failed.end = Supervised::End::output_limit;
    CHECK(outcome_of(failed) == Outcome::output_limit);
}

TEST_CASE("a run that survived the end of one of its processes is ok")
{
    auto figures = measured();
    figures.cgroup->oom_kills = 1;
    CHECK(make_attempt(supervised(), Request{}, figures, OomKilled::no).iteration.outcome ==
          Outcome::ok);
    auto failed = supervised();
    failed.ended->exit_code = 137;
    CHECK(make_attempt(failed, Request{}, figures, OomKilled::no).iteration.outcome ==
          Outcome::oom);
}

TEST_CASE("a sandbox that ended without a report did not run, and says why")
{
    auto silent = supervised();
    silent.ended.reset();
    const auto attempt = make_attempt(silent, Request{}, measured(), OomKilled::no);
    CHECK(attempt.iteration.outcome == Outcome::engine);
    CHECK(attempt.problem == "the sandbox ended without a report");
    CHECK(outcome_of(silent, OomKilled::yes) == Outcome::oom);
    silent.not_started = NotStarted{"no-such", "No such file or directory", 2};
    CHECK(make_attempt(silent, Request{}, measured(), OomKilled::no).problem ==
          "no-such: No such file or directory");
}

TEST_CASE("the cgroup's processor time counts, in the parts of getrusage if it has none")
{
    auto figures = measured();
    figures.cgroup->cpu_s = 8;
    auto usage = make_attempt(supervised(), Request{}, figures, OomKilled::no).iteration.usage;
    CHECK(usage.user_s == Approx(6));
    CHECK(usage.system_s == Approx(2));
    figures.cgroup->user_s = 5;
    figures.cgroup->system_s = 3;
    usage = make_attempt(supervised(), Request{}, figures, OomKilled::no).iteration.usage;
    CHECK(usage.user_s == 5.0);
    CHECK(usage.system_s == 3.0);
}

TEST_CASE("each figure that is none has a reason")
{
    auto unseen = measured();
    unseen.cgroup = tl::unexpected{std::string{"out of sight"}};
    auto attempt = make_attempt(supervised(), Request{}, unseen, OomKilled::no);
    CHECK(attempt.iteration.usage.user_s == 3.0);
    CHECK(attempt.iteration.usage.unavailable.at("peak_memory_bytes") == "out of sight");
    CHECK(attempt.iteration.usage.unavailable.count("user_s") == 0);

    auto seen = measured();
    seen.cgroup->unavailable["pressure_io_s"] = "version 1 does not count it";
    seen.counters.unavailable["cycles"] = "no counters";
    const auto usage = make_attempt(supervised(), Request{}, seen, OomKilled::no).iteration.usage;
    CHECK(usage.unavailable.at("pressure_io_s") == "version 1 does not count it");
    CHECK(usage.unavailable.at("cycles") == "no counters");
    CHECK(usage.unavailable.at("minor_faults") == "unknown");
}

TEST_CASE("address randomization is off only where it was proved")
{
    auto off = supervised();
    off.ended->aslr_is_off = true;
    Request request;
    CHECK(make_attempt(off, request, measured(), OomKilled::no).pins.aslr == Aslr::off_verified);
    CHECK(make_attempt(supervised(), request, measured(), OomKilled::no).pins.aslr ==
          Aslr::requested_but_on);
    request.aslr = AslrMode::on;
    CHECK(make_attempt(supervised(), request, measured(), OomKilled::no).pins.aslr == Aslr::on);
}
