#include "engine/native/sandbox_child.hpp"

#include "base/error.hpp"
#include "engine/affinity.hpp"

#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/mempolicy.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <unistd.h>

namespace cb::engine {

namespace {

constexpr int exit_failed = 125;

void check(long result, const std::string& doing)
{
    if (result < 0) {
        throw_errno(doing);
    }
}

void wait_for_parent(int go_on)
{
    char byte = 0;
    if (::read(go_on, &byte, 1) != 1) {
        ::_exit(exit_failed); // cb died or gave up, so nobody reads a message
    }
}

void take_streams(const ChildStreams& streams)
{
    check(::dup2(streams.in, STDIN_FILENO), "taking standard input");
    check(::dup2(streams.out, STDOUT_FILENO), "taking standard output");
    check(::dup2(streams.err, STDERR_FILENO), "taking standard error");
}

/// Gives the pipes of the output to the benchmark's user. Otherwise programs can write to them, but
/// not open them again as /dev/stdout, where many a tool is told to write its JSON: proc_pid_fd(5).
void give_output(const SandboxPlan& plan)
{
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        struct stat status {};
        check(::fstat(stream, &status), "reading the owner of the output");
        if (::geteuid() == 0 && S_ISFIFO(status.st_mode)) {
            check(::fchown(stream, plan.user.uid, plan.user.gid),
                  "giving the output to the benchmark's user");
        }
    }
}

/// The loopback interface of a new network namespace is down.
void raise_loopback()
{
    const Fd socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
    check(::ioctl(socket.get(), SIOCGIFFLAGS, &request), "reading the loopback interface");
    request.ifr_flags = static_cast<short>(request.ifr_flags | IFF_UP);
    check(::ioctl(socket.get(), SIOCSIFFLAGS, &request), "raising the loopback interface");
}

/// set_mempolicy(2), which survives exec. Used in addition to the cpuset, because some users cannot
/// create one.
void bind_memory(const NodeSet& nodes)
{
    std::array<unsigned long, 16> mask{};
    constexpr unsigned bits = sizeof(unsigned long) * 8;
    for (const unsigned node : nodes.ids()) {
        if (node >= mask.size() * bits) {
            throw Error{Errc::system, "memory node " + std::to_string(node) + " is out of range"};
        }
        mask.at(node / bits) |= 1UL << (node % bits);
    }
    check(::syscall(SYS_set_mempolicy, MPOL_BIND, mask.data(), mask.size() * bits + 1),
          "binding memory to nodes " + nodes.to_string());
}

void limit_open_files(const Request& request)
{
    rlimit files{};
    check(::getrlimit(RLIMIT_NOFILE, &files), "reading the limit of open files");
    constexpr rlim_t usual = 65536; // the same hard limit for all callers, if possible
    files.rlim_max = request.open_files.value_or(std::min(usual, files.rlim_max));
    files.rlim_cur = files.rlim_max;
    check(::setrlimit(RLIMIT_NOFILE, &files), "limiting open files");
}

/// As root, creates a user namespace that maps every user to itself. All other namespaces of the
/// sandbox belong to its parent, so a capability gained inside has no power over them. If the
/// machine allows no user namespace (user.max_user_namespaces), the sandbox does without.
void enter_user_namespace(const ChildStreams& streams)
{
    if (::geteuid() == 0 && ::unshare(CLONE_NEWUSER) == 0) {
        check(::write(streams.failure, wants_map.data(), wants_map.size()),
              "requesting a user map");
        wait_for_parent(streams.go_on);
    }
}

/// Irreversible from here on: capabilities(7), "Effect of user ID changes".
void drop_privileges(const SandboxPlan& plan)
{
    if (::geteuid() == 0) {
        check(::setgroups(0, nullptr), "dropping groups");
    }
    for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability) {
        check(::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "dropping a capability");
    }
    check(::setresgid(plan.user.gid, plan.user.gid, plan.user.gid),
          "becoming the benchmark's group");
    check(::setresuid(plan.user.uid, plan.user.uid, plan.user.uid),
          "becoming the benchmark's user");
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> nothing{};
    check(::syscall(SYS_capset, &header, nothing.data()), "dropping all capabilities");
    check(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "forbidding new privileges");
    // Must follow the change of user, which clears it.
    check(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "tying the sandbox to cb");
}

/// Joins a new session keyring, without the caller's keys (Kerberos, fscrypt); keyctl(2). A kernel
/// without keyrings, or an outer filter that refuses the call, hides the keys from the benchmark,
/// too.
void leave_session_keyring()
{
    constexpr long join = 1; // KEYCTL_JOIN_SESSION_KEYRING
    if (::syscall(SYS_keyctl, join, nullptr) < 0 && errno != ENOSYS && errno != EPERM) {
        throw_errno("creating a session keyring for the sandbox");
    }
}

/// The environment that a container's image sets. Nothing of the caller's environment is inherited.
std::vector<std::string> environment(const Request& request)
{
    std::vector<std::string> variables{
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/tmp",
        "LANG=C.UTF-8"};
    for (const auto& [name, value] : request.env) {
        const auto assigns = name + "=";
        std::erase_if(variables,
                      [&](const std::string& other) { return other.starts_with(assigns); });
        variables.push_back(assigns + value);
    }
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& words)
{
    std::vector<char*> raw;
    std::transform(words.begin(), words.end(), std::back_inserter(raw), [](auto& word) {
        return word.data();
    });
    raw.push_back(nullptr);
    return raw;
}

void run(const SandboxPlan& plan, const ChildStreams& streams)
{
    check(::setsid(), "leaving the terminal");
    take_streams(streams);
    give_output(plan);
    const Fd init{::open(plan.init.c_str(), O_PATH | O_CLOEXEC)};
    check(init.get(), "opening " + plan.init.native());
    constexpr std::string_view name = "cb";
    check(::sethostname(name.data(), name.size()), "naming the sandbox");
    if (plan.request.network == Network::none) {
        raise_loopback();
    }
    enter_view(plan);
    if (plan.request.cpus) {
        set_affinity(*plan.request.cpus);
    }
    if (plan.request.mems) {
        bind_memory(*plan.request.mems);
    }
    limit_open_files(plan.request);
    enter_user_namespace(streams);
    drop_privileges(plan);
    leave_session_keyring();
    check(::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC), "closing descriptors");
    auto words = plan.init_words;
    words.insert(words.begin(), "cb-init");
    auto variables = environment(plan.request);
    for (const auto& filter : plan.filters) { // last, because it refuses calls made above
        filter.apply();
    }
    check(::syscall(SYS_execveat,
                    init.get(),
                    "",
                    pointers(words).data(),
                    pointers(variables).data(),
                    AT_EMPTY_PATH),
          "starting cb-init");
}

} // namespace

void become_init(const SandboxPlan& plan, const ChildStreams& streams)
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
        ::signal(signal, SIG_DFL);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    wait_for_parent(streams.go_on);
    try {
        run(plan, streams);
    } catch (const std::exception& error) {
        [[maybe_unused]] const auto ignored =
            ::write(streams.failure, error.what(), std::strlen(error.what()));
    }
    ::_exit(exit_failed);
}

} // namespace cb::engine
