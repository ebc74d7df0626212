#include "engine/native_run.hpp"

#include "base/error.hpp"
#include "engine/leftovers.hpp"
#include "engine/native_image.hpp"
#include "engine/native_sandbox.hpp"
#include "host/identity.hpp"

#include <unistd.h>

namespace cb::engine {

NativeRun::NativeRun(Log& log)
{
    for (const auto& removed : sweep_native()) {
        log.info("removed what a killed run had left: " + removed);
    }
}

Host NativeRun::host() const
{
    return read_host();
}

/// Only root makes cgroups.
bool NativeRun::limits_memory() const
{
    return ::geteuid() == 0;
}

std::optional<Image> NativeRun::resolve(const std::string& name)
{
    return native_tree(name)
               ? std::optional{Image{.id = name, .work_directory = "/work"}}
               : std::nullopt;
}

Attempt NativeRun::attempt(const Request& request)
{
    const auto tree = native_tree(request.image.id);
    if (!tree) {
        throw Error{Errc::bad_input, "there is no tree " + request.image.id};
    }
    return run_in_sandbox(request, *tree, WorkDirectory::overlay);
}

} // namespace cb::engine
