#include "engine/untrusted.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

std::string refusal(const Source& source, std::string_view what)
{
    return fmt::format("pull request {} is not trusted, so it gets no {}; cb watch --trust says "
                       "who is trusted",
                       source.pull->number,
                       what);
}

} // namespace

bool is_untrusted(const Source& source)
{
    return source.pull && !source.pull->trusted;
}

std::optional<std::string>
refuse_build(const Source& source, Engine engine, const BuildSettings& settings)
{
    if (!is_untrusted(source)) {
        return std::nullopt;
    }
    if (engine == Engine::native) {
        return refusal(source, "native engine: build it with docker or podman");
    }
    if (settings.network && *settings.network != Network::none) {
        return refusal(source, "network: leave --network out");
    }
    if (!settings.secrets.empty()) {
        return refusal(source, "secret: leave --secret out");
    }
    return std::nullopt;
}

std::optional<std::string> refuse_run(const Source& source, Engine engine, const Request& request)
{
    if (!is_untrusted(source)) {
        return std::nullopt;
    }
    if (engine == Engine::native) {
        return refusal(source, "native engine: build it with docker or podman");
    }
    if (request.network != Network::none) {
        return refusal(source, "network: leave --network out");
    }
    if (!request.mounts.empty()) {
        return refusal(source, "directory of the host: leave --mount out");
    }
    return std::nullopt;
}

} // namespace cb::engine
