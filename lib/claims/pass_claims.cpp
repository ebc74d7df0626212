#include "claims/pass_claims.hpp"

#include "base/collect.hpp"
#include "base/hash.hpp"
#include "claims/keeper.hpp"
#include "host/identity.hpp"
#include "host/pipeline.hpp"

#include <chrono>
#include <unistd.h>
#include <utility>

namespace cb::claims {

PassClaims::PassClaims(store::Target target, Duration lease) : target_{std::move(target)}
{
    constexpr std::size_t name_bytes = 8;
    claimant_ = {.pass = random_hex(name_bytes),
                 .worker = WorkerName::of_host(host::read_host().name).text(),
                 .holder = {},
                 .lease = lease};
}

std::vector<std::string> PassClaims::held(std::span<const ClaimableJob> jobs)
{
    return claims().held(
        jobs, claimant_.pass, [this](std::string_view holder) { return is_gone(holder); });
}

std::vector<std::string> PassClaims::take(std::span<const ClaimableJob> jobs)
{
    if (processes_.empty()) {
        find_processes();
    }
    if (is_alone_) {
        std::vector<std::string> all;
        for (const auto& job : jobs) {
            all.push_back(job.work.text());
        }
        return all;
    }
    auto works =
        claims().take(jobs, claimant_, [this](std::string_view holder) { return is_gone(holder); });
    if (!has_keeper_ && !works.empty()) {
        start_keeper();
        has_keeper_ = true;
    }
    return works;
}

void PassClaims::release(std::span<const ClaimableJob> jobs)
{
    if (is_alone_) {
        return;
    }
    claims().release(jobs, claimant_.pass);
}

store::Claims& PassClaims::claims()
{
    if (!claims_) {
        claims_.emplace(store::open_claims(target_, db::Access::write));
    }
    return *claims_;
}

void PassClaims::find_processes()
{
    const auto self = host::read_process(::getpid());
    if (!self) {
        throw Error{Errc::system,
                    "/proc does not show this process, so no job can be claimed; mount /proc, or "
                    "use --no-claim"};
    }
    // The shell may be about to start the next stage, and the machine may be busy.
    constexpr auto time_to_start = std::chrono::milliseconds{300};
    constexpr auto pause = std::chrono::milliseconds{20};
    const auto begin = std::chrono::steady_clock::now();
    auto pipeline = host::find_pipeline({self->key});
    while (pipeline.size() < 2 && std::chrono::steady_clock::now() - begin < time_to_start) {
        static_cast<void>(wait_readable(-1, deadline_in(pause)));
        pipeline = host::find_pipeline({self->key});
    }
    is_alone_ = pipeline.size() < 2;
    processes_ = {pipeline.begin(), pipeline.end()};
    claimant_.holder = Holder{place_, processes_}.to_json();
}

void PassClaims::start_keeper() const
{
    KeeperOrder order{.pass = claimant_.pass,
                      .lease_s = std::chrono::duration<double>{claimant_.lease}.count(),
                      .processes = processes_};
    order.set(target_);
    claims::start_keeper(order);
}

bool PassClaims::is_gone(std::string_view text) const
{
    const auto holder = Holder::parse(text);
    return holder && find_life(*holder, place_) == Life::gone;
}

} // namespace cb::claims
