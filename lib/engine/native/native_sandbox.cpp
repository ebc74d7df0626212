#include "engine/native/native_sandbox.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/paths.hpp"
#include "engine/affinity.hpp"
#include "engine/attempt.hpp"
#include "engine/native/call_filter.hpp"
#include "engine/native/native_image.hpp"
#include "engine/native/run_cgroup.hpp"
#include "engine/owner.hpp"

#include <sys/stat.h>

#include <chrono>
#include <unistd.h>

namespace cb::engine {

namespace {

UserIds read_owner(const std::filesystem::path& tree)
{
    struct stat status {};
    if (::stat(tree.c_str(), &status) != 0) {
        throw_errno("reading the owner of " + tree.native());
    }
    return {status.st_uid, status.st_gid};
}

/// As root, benchmarks run as nobody, whoever owns the tree. Otherwise they run as our own user: a
/// user namespace cannot map any other.
UserIds benchmark_user()
{
    return ::geteuid() == 0 ? nobody : UserIds{::geteuid(), ::getegid()};
}

/// Without a cpuset, only the run's own memory policy keeps it on its nodes.
NodeKeeper choose_node_keeper(const Request& request, const Parsed<RunCgroup>& cgroup)
{
    return request.mems && !cgroup && *request.mems != get_memory_nodes() ? NodeKeeper::filter
                                                                          : NodeKeeper::kernel;
}

void require_enforceable(const Request& request, const Parsed<RunCgroup>& cgroup)
{
    if (!cgroup && (request.memory || request.cpu_time)) {
        throw Error{Errc::usage,
                    "with the native engine, a limit of memory or processor time needs a cgroup, "
                    "and cb cannot create one: " +
                        cgroup.error() + "; run cb as root, or omit the limit"};
    }
}

Supervised supervise_sandbox(const SandboxPlan& plan, const Parsed<RunCgroup>& cgroup, Meter& meter)
{
    Pipe word = make_pipe();
    Pipe output = make_pipe();
    Pipe report = make_pipe();
    Sandbox sandbox{plan, {word.read.get(), output.write.get(), report.write.get()}};
    word.read.reset();
    output.write.reset();
    report.write.reset();
    if (cgroup) {
        cgroup->add(sandbox.pid());
    }
    if (!cgroup) {
        meter.watch_threads(sandbox.pid());
    }
    sandbox.go_on();
    return supervise({std::move(word.write), std::move(output.read), std::move(report.read)},
                     plan.request,
                     meter,
                     [&](const Ready&) -> Parsed<pid_t> {
                         if (!cgroup) {
                             return tl::unexpected{cgroup.error()};
                         }
                         return sandbox.pid();
                     });
}

} // namespace

Attempt run_in_sandbox(const Request& asked, const std::filesystem::path& tree, WorkDirectory work)
{
    auto request = asked;
    const auto begin = std::chrono::steady_clock::now();
    const auto name = make_run_name();
    const auto scratch = TempDir::at(native_scratch() / name);
    const auto cgroup = RunCgroup::create(name,
                                          {.cpus = request.cpus.value_or(get_affinity()),
                                           .mems = request.mems,
                                           .memory = request.memory,
                                           .processes = request.processes});
    require_enforceable(request, cgroup);
    request.process_limit = cgroup ? ProcessLimit::cgroup : ProcessLimit::user;
    request.cpu_keeper = cgroup ? CpuKeeper::engine : CpuKeeper::init;
    const auto user = benchmark_user();
    const auto owner = read_owner(tree);
    const bool is_others = ::geteuid() == 0 && owner != user;
    Meter meter{request, scratch.path()};
    auto supervised =
        supervise_sandbox({.request = request,
                           .tree = tree,
                           .work = work,
                           .scratch = scratch.path(),
                           .init = shipped_init(),
                           .init_words = init_words(request),
                           .filters = sandbox_filters(choose_node_keeper(request, cgroup)),
                           .user = user,
                           .owner = is_others ? std::optional{owner} : std::nullopt,
                           .owners = is_others ? make_swapped_owners(owner, user) : Fd{}},
                          cgroup,
                          meter);
    auto attempt = make_attempt(std::move(supervised), request, meter.measured(), OomKilled::no);
    attempt.overhead_s =
        seconds(std::chrono::steady_clock::now() - begin) - attempt.iteration.wall_s;
    return attempt;
}

} // namespace cb::engine
