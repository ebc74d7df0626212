#include "engine/native/tree_owner.hpp"

#include <fmt/format.h>

#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <limits>
#include <sched.h>
#include <unistd.h>

namespace cb::engine {

namespace {

/// A process in a new user namespace, which keeps the namespace alive until somebody else holds it.
class Holder {
public:
    Holder()
    {
        pid_ = static_cast<pid_t>(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
        if (pid_ == 0) {
            for (;;) {
                ::pause();
            }
        }
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder()
    {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
    }

    [[nodiscard]] bool is_there() const noexcept { return pid_ > 0; }

    [[nodiscard]] Fd open(const char* name, int flags) const
    {
        return Fd{::open(fmt::format("/proc/{}/{}", pid_, name).c_str(), flags | O_CLOEXEC)};
    }

    [[nodiscard]] bool map(const char* name, const std::string& text) const
    {
        const Fd file = open(name, O_WRONLY);
        return ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
    }

private:
    pid_t pid_ = -1;
};

} // namespace

std::string make_swapped_ids(std::uint32_t owner, std::uint32_t user)
{
    constexpr std::uint32_t end = std::numeric_limits<std::uint32_t>::max(); // not a valid uid
    const auto [low, high] = std::minmax(owner, user);
    std::string map;
    const auto add = [&map](std::uint32_t from, std::uint32_t to, std::uint32_t count) {
        if (count > 0) {
            map += fmt::format("{} {} {}\n", from, to, count);
        }
    };
    add(0, 0, low);
    add(low, high, 1);
    if (low != high) {
        add(low + 1, low + 1, high - low - 1);
        add(high, low, 1);
    }
    add(high + 1, high + 1, end - high - 1);
    return map;
}

Fd make_swapped_owners(const UserIds& owner, const UserIds& user)
{
    const Holder holder;
    if (!holder.is_there() || !holder.map("uid_map", make_swapped_ids(owner.uid, user.uid)) ||
        !holder.map("gid_map", make_swapped_ids(owner.gid, user.gid))) {
        return {};
    }
    return holder.open("ns/user", O_RDONLY);
}

} // namespace cb::engine
