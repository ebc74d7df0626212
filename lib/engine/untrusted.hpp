#pragma once

#include "engine/build.hpp"
#include "engine/request.hpp"

#include <optional>
#include <string>

/// What the code of a pull request that is not trusted (docs/watch.md) does not get. Anybody can
/// open one.
namespace cb::engine {

/// Whether the job is of such a pull request.
[[nodiscard]] bool is_untrusted(const Source& source);

/// Why it must not be built so, as the message of a failure; nullopt if it may. An engine other
/// than the native one builds it without a network.
[[nodiscard]] std::optional<std::string>
refuse_build(const Source& source, Engine engine, const BuildSettings& settings);

/// Why it must not run so.
[[nodiscard]] std::optional<std::string>
refuse_run(const Source& source, Engine engine, const Request& request);

/// The reason of both failures.
inline constexpr auto not_trusted = "not_trusted";

} // namespace cb::engine
