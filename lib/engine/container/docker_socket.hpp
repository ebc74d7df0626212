#pragma once

#include "base/time.hpp"
#include "net/message.hpp"
#include "net/transfer.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace cb::engine {

/// The UNIX socket that docker's program would connect to (docs.docker.com/engine/context); nullopt
/// if it would use another machine, or if only docker's program knows: the context is not
/// "default". Reads DOCKER_HOST, DOCKER_CONTEXT, DOCKER_CONFIG and docker's config.json.
[[nodiscard]] std::optional<std::filesystem::path> find_docker_socket();

/// Asks the docker daemon of this machine through its socket
/// (docs.docker.com/reference/api/engine), in the daemon's own version of the API. A request takes
/// a few milliseconds, and docker's program about fifty. Not thread-safe.
class DockerSocket {
public:
    explicit DockerSocket(const std::filesystem::path& socket);

    /// The response, whatever its status; nullopt if there was none within `max_time`. `path` is
    /// encoded and has no version: "/info". Throws Interrupted.
    [[nodiscard]] std::optional<net::Response>
    send(net::Method method, const std::string& path, Duration max_time);

private:
    [[nodiscard]] net::Response
    exchange(net::Method method, const std::string& path, Duration max_time);

    net::Transfer transfer_;
    std::string version_{}; ///< "/v1.41", once the daemon said it
};

} // namespace cb::engine
