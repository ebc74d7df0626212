#pragma once

#include "manifest/sections.hpp"

#include <chrono>
#include <ctime>
#include <optional>
#include <string>

/// When `cb build` last made or found an image, which no engine tells: the time of an empty file
/// per image in the cache. What cannot be noted is no reason not to build.
namespace cb::engine {

using UseTime = std::chrono::system_clock::time_point;

/// A time of stat(2).
[[nodiscard]] UseTime to_use_time(const timespec& time);

/// `image`: the engine's id, "sha256:…".
void note_use(Engine engine, const std::string& image);

/// None where nothing is noted: another user or machine built it.
[[nodiscard]] std::optional<UseTime> last_use(Engine engine, const std::string& image);

void forget_use(Engine engine, const std::string& image);

} // namespace cb::engine
