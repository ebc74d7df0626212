#include "watch/retry.hpp"

#include <algorithm>

namespace cb::watch {

namespace {

using std::chrono::minutes;

constexpr minutes first_delay_of_commit{10};
constexpr int growth_of_commit = 6;
constexpr minutes max_delay_of_commit{24 * 60};

constexpr minutes first_delay_of_machine{1};
constexpr int growth_of_machine = 4;
constexpr minutes max_delay_of_machine{60};

minutes grown(minutes first, int growth, std::uint64_t tries, minutes max)
{
    auto delay = first;
    for (std::uint64_t i = 1; i < tries && delay < max; ++i) {
        delay *= growth;
    }
    return std::min(delay, max);
}

/// A try in the future was stored while a clock was wrong, which says nothing about its age.
bool is_due_by_rule(const KnownJob& job, const RetryRule& rule, Time now)
{
    const bool may_be_tried = job.fault == Fault::machine || job.tries <= rule.retries;
    const bool is_old_enough =
        job.last_try > now || now - job.last_try >= retry_delay(job.fault, job.tries);
    return may_be_tried && is_old_enough;
}

bool is_due_at_once(const KnownJob& job, const RetryNow& at_once)
{
    return job.status == Status::failed && (!at_once.reason || job.reason == *at_once.reason);
}

} // namespace

Duration retry_delay(Fault fault, std::uint64_t tries)
{
    return fault == Fault::machine
               ? grown(first_delay_of_machine, growth_of_machine, tries, max_delay_of_machine)
               : grown(first_delay_of_commit, growth_of_commit, tries, max_delay_of_commit);
}

Standing find_standing(std::span<const KnownJob> jobs, const RetryRule& rule, Time now)
{
    if (jobs.empty()) {
        return Standing::due;
    }
    const auto any = [jobs](const auto& is_so) {
        return std::any_of(jobs.begin(), jobs.end(), is_so);
    };
    if (rule.at_once &&
        any([&rule](const KnownJob& job) { return is_due_at_once(job, *rule.at_once); })) {
        return Standing::again;
    }
    if (any([](const KnownJob& job) { return job.status == Status::ok; })) {
        return Standing::done;
    }
    return any([&](const KnownJob& job) { return is_due_by_rule(job, rule, now); })
               ? Standing::again
               : Standing::failed;
}

} // namespace cb::watch
