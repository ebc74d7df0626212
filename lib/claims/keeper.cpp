#include "claims/keeper.hpp"

#include "base/collect.hpp"
#include "base/fd.hpp"
#include "base/lines.hpp"
#include "base/subprocess.hpp"
#include "claims/holder.hpp"
#include "host/pipeline.hpp"
#include "store/claims.hpp"

#include <fmt/format.h>

#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <set>
#include <unistd.h>
#include <utility>
#include <vector>

namespace cb::claims {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// A process that has not been started when the first look is taken is found by the second one.
constexpr auto second_look = 2s;
constexpr auto retry_delay = 5s;

/// Waits until one of the processes ends or the time is over.
void wait_for_end(const std::set<host::ProcessKey>& processes, Clock::time_point until)
{
    std::vector<Fd> fds;
    std::vector<pollfd> polled;
    for (const auto& process : processes) {
        Fd fd{static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0))};
        if (!fd || !host::is_running(process)) {
            return;
        }
        polled.push_back({fd.get(), POLLIN, 0});
        fds.push_back(std::move(fd));
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    const auto timeout = std::clamp<std::int64_t>(left.count(), 0, 3'600'000);
    static_cast<void>(::poll(polled.data(), polled.size(), static_cast<int>(timeout)));
}

/// Tries until the database answers or `until` has passed.
template <typename Work>
void persist(const store::Target& target, Clock::time_point until, const Work& work)
{
    for (;;) {
        try {
            auto claims = store::open_claims(target, db::Access::change);
            work(claims);
            return;
        } catch (const Error& error) {
            if (error.code() != Errc::unavailable || Clock::now() + retry_delay > until) {
                throw;
            }
        }
        wait_for_end({}, Clock::now() + retry_delay);
    }
}

/// Continues in a child that no terminal, pipe or process group reaches (daemon(3), but it keeps
/// the directory, to which a connection string may refer).
void detach()
{
    Pipe has_left = make_pipe();
    const auto pid = ::fork();
    if (pid < 0) {
        throw_errno("starting the keeper of claims");
    }
    if (pid > 0) {
        // start_keeper() kills the process group when this process has ended.
        has_left.write.reset();
        static_cast<void>(wait_readable(has_left.read.get(), std::nullopt, OnStop::ignore));
        ::_exit(0);
    }
    ::setsid();
    // It ends with the pipeline. systemd sends this signal to what is left of a service when its
    // pipeline has ended, which is when the claims are given back.
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
        ::signal(number, SIG_IGN);
    }
    has_left.write.reset();
    const Fd null{::open("/dev/null", O_RDWR | O_CLOEXEC)};
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (!null || ::dup2(null.get(), stream) < 0) {
            throw_errno("opening /dev/null");
        }
    }
}

KeeperOrder read_order(int input)
{
    constexpr Bytes max_order{1U << 20U};
    LineReader lines{input, max_order};
    const auto line = lines.next();
    return value_or_throw(
        KeeperOrder::parse(line ? line->text : ""), Errc::bad_input, "the order on standard input");
}

/// Renews the leases of a pass.
class Renewal {
public:
    explicit Renewal(const KeeperOrder& order)
        : target_{order.target()}, pass_{order.pass},
          lease_{std::chrono::duration_cast<Clock::duration>(
              std::chrono::duration<double>{order.lease_s})}
    {}

    /// Renews them if it is time to, or if the claims do not name one of the processes.
    void renew(const std::set<host::ProcessKey>& processes)
    {
        const bool is_named =
            std::includes(written_.begin(), written_.end(), processes.begin(), processes.end());
        if (is_named && Clock::now() < next()) {
            return;
        }
        const Holder holder{place_, {processes.begin(), processes.end()}};
        persist(target_, end(), [&](store::Claims& claims) {
            claims.renew({.pass = pass_,
                          .worker = {},
                          .holder = holder.to_json(),
                          .lease = std::chrono::duration_cast<Duration>(lease_)});
        });
        renewed_at_ = Clock::now();
        written_ = processes;
    }

    void release() const
    {
        persist(target_, end(), [&](store::Claims& claims) { claims.release(pass_); });
    }

    /// When to look again.
    [[nodiscard]] Clock::time_point next() const
    {
        constexpr int renewals_a_lease = 3;
        const auto second = began_at_ + second_look;
        const auto renewal = renewed_at_ + lease_ / renewals_a_lease;
        return Clock::now() < second ? std::min(second, renewal) : renewal;
    }

private:
    [[nodiscard]] Clock::time_point end() const { return renewed_at_ + lease_; }

    store::Target target_;
    std::string pass_;
    Clock::duration lease_;
    Place place_ = Place::here();
    Clock::time_point began_at_ = Clock::now(), renewed_at_ = began_at_;
    std::set<host::ProcessKey> written_{}; ///< what the claims name
};

} // namespace

void start_keeper(const KeeperOrder& order)
{
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    Pipe input = make_pipe();
    write_all(input.write.get(), order.to_json() + "\n", "the keeper's order");
    input.write.reset();
    Subprocess keeper{{.argv = {program.native(), "claims", "--keep"}},
                      {.in = input.read.get(), .err = STDERR_FILENO}};
    const auto end = keeper.wait(deadline_in(std::chrono::seconds{10}));
    if (!end || *end != ProcessEnd{Exited{0}}) {
        throw Error{Errc::system,
                    fmt::format("the keeper of claims {}",
                                end ? to_string(*end) : "did not start within 10 s")};
    }
}

void keep(int input)
{
    const auto order = read_order(input);
    Renewal renewal{order};
    detach();
    std::set<host::ProcessKey> processes{order.processes.begin(), order.processes.end()};
    for (processes = host::find_pipeline(processes); !processes.empty();
         processes = host::find_pipeline(processes)) {
        renewal.renew(processes);
        wait_for_end(processes, renewal.next());
    }
    renewal.release();
}

} // namespace cb::claims
