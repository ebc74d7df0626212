#include "engine/native/sandbox.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/native/sandbox_child.hpp"

#include <fmt/format.h>

#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <fcntl.h>
#include <sched.h>
#include <sstream>
#include <unistd.h>

namespace cb::engine {

namespace {

unsigned long namespace_flags(const Request& request)
{
    unsigned long flags = CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS;
    if (request.network == Network::none) {
        flags |= CLONE_NEWNET;
    }
    if (::geteuid() != 0) {
        flags |= CLONE_NEWUSER;
    }
    return flags;
}

/// fork(2) into new namespaces: without a stack, clone(2) returns twice.
pid_t clone_process(unsigned long flags)
{
    return static_cast<pid_t>(::syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0));
}

void write_proc(pid_t pid, const char* name, const std::string& text)
{
    const auto path = fmt::format("/proc/{}/{}", pid, name);
    const Fd fd{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        throw_errno("writing " + path);
    }
}

/// Maps our own user to itself and no other user (user_namespaces(7)).
void map_user(pid_t pid)
{
    write_proc(pid, "setgroups", "deny");
    write_proc(pid, "uid_map", fmt::format("{0} {0} 1", ::geteuid()));
    write_proc(pid, "gid_map", fmt::format("{0} {0} 1", ::getegid()));
}

/// An identity map of all users that our own namespace maps: the first and the last number of each
/// line of our map.
std::string read_identity_map(const char* own_map)
{
    std::string map;
    std::istringstream lines{read_small_file(own_map).value_or("")};
    for (std::uint32_t inside = 0, outside = 0, count = 0; lines >> inside >> outside >> count;) {
        map += fmt::format("{0} {0} {1}\n", inside, count);
    }
    return map;
}

void map_everybody(pid_t pid)
{
    write_proc(pid, "uid_map", read_identity_map("/proc/self/uid_map"));
    write_proc(pid, "gid_map", read_identity_map("/proc/self/gid_map"));
}

/// The child's message: an error, a request for its user map, or nothing if cb-init has started.
std::string read_until_waiting(int fd)
{
    std::string text;
    std::array<char, 1024> buffer{};
    for (;;) {
        const auto got = ::read(fd, buffer.data(), buffer.size());
        if (got <= 0 && !(got < 0 && errno == EINTR)) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got > 0 ? got : 0));
        if (text == wants_map) {
            return text;
        }
    }
}

} // namespace

Sandbox::Sandbox(const SandboxPlan& plan, Streams streams)
{
    Pipe go_on = make_pipe();
    Pipe failure = make_pipe();
    const auto flags = namespace_flags(plan.request);
    pid_ = clone_process(flags);
    if (pid_ < 0) {
        throw_errno("creating namespaces for the sandbox (check user.max_user_namespaces, and "
                    "kernel.unprivileged_userns_clone or AppArmor if present)");
    }
    if (pid_ == 0) {
        become_init(plan,
                    {streams.in, streams.out, streams.err, go_on.read.get(), failure.write.get()});
    }
    go_on_ = std::move(go_on.write);
    failure_ = std::move(failure.read);
    if ((flags & CLONE_NEWUSER) != 0) {
        try {
            map_user(pid_);
        } catch (...) {
            end();
            throw;
        }
    }
}

Sandbox::~Sandbox()
{
    end();
}

void Sandbox::go_on()
{
    try {
        write_all(go_on_.get(), "g", "the sandbox");
    } catch (const ClosedPipe&) { // NOLINT(bugprone-empty-catch): the message read below says why
                                  // it died
    }
    auto problem = read_until_waiting(failure_.get());
    if (problem == wants_map) {
        try {
            map_everybody(pid_);
            write_all(go_on_.get(), "g", "the sandbox");
        } catch (const ClosedPipe&) { // NOLINT(bugprone-empty-catch): as above
        }
        problem = read_until_waiting(failure_.get());
    }
    if (!problem.empty()) {
        end();
        throw Error{Errc::system, "the native sandbox: " + problem};
    }
}

void Sandbox::end() noexcept
{
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL); // the kernel then kills the whole PID namespace (pid_namespaces(7))
        // A frozen cgroup delays the kill until it is thawed. After the deadline cb no longer waits
        // for it.
        constexpr timespec between{0, 5'000'000};
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (::waitpid(pid_, nullptr, WNOHANG) == 0 &&
               std::chrono::steady_clock::now() < patience) {
            ::nanosleep(&between, nullptr);
        }
        pid_ = -1;
    }
}

} // namespace cb::engine
