#include "engine/native_run.hpp"

#include "base/error.hpp"
#include "engine/native_image.hpp"
#include "engine/native_sandbox.hpp"

namespace cb::engine {

std::optional<std::string> NativeRun::resolve(const std::string& image)
{
    return native_tree(image) ? std::optional{image} : std::nullopt;
}

Attempt NativeRun::attempt(const Request& request)
{
    const auto tree = native_tree(request.image);
    if (!tree) {
        throw Error{Errc::bad_input, "there is no tree " + request.image};
    }
    return run_in_sandbox(request, *tree, WorkDirectory::overlay);
}

} // namespace cb::engine
