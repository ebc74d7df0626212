#include "engine/native/native_run.hpp"

#include "base/error.hpp"
#include "engine/leftovers.hpp"
#include "engine/native/native_image.hpp"
#include "engine/native/native_sandbox.hpp"
#include "engine/seccomp_profile.hpp"
#include "host/identity.hpp"

#include <unistd.h>

namespace cb::engine {

NativeRun::NativeRun(Log& log)
{
    for (const auto& removed : sweep_native()) {
        log.info("removed leftovers of a killed run: " + removed);
    }
}

Host NativeRun::host() const
{
    return host::read_host();
}

std::map<std::string, std::string> NativeRun::provenance() const
{
    return {{"seccomp_profile", seccomp_profile_hash(Engine::native)}};
}

/// Only root can create cgroups.
bool NativeRun::limits_memory() const
{
    return ::geteuid() == 0;
}

/// Locks the tree against removal while the job waits for its cores and runs.
std::optional<Image> NativeRun::resolve(const std::string& name)
{
    const auto tree = native_tree(name);
    auto use = tree ? TreeUse::share(*tree) : std::nullopt;
    if (!use) {
        return std::nullopt;
    }
    constexpr std::size_t trees_of_a_job = 2;
    in_use_.push_back(std::move(*use));
    if (in_use_.size() > trees_of_a_job) {
        in_use_.pop_front();
    }
    return Image{.id = name, .work_directory = "/work"};
}

Attempt NativeRun::attempt(const Request& request)
{
    const auto tree = native_tree(request.image.id);
    if (!tree) {
        throw Error{Errc::bad_input, "the tree does not exist: " + request.image.id};
    }
    return run_in_sandbox(request, *tree, WorkDirectory::overlay);
}

} // namespace cb::engine
