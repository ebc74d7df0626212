#pragma once

#include "manifest/sections.hpp"

#include <chrono>
#include <ctime>
#include <optional>
#include <string>

/// When `cb build` last built or found an image. Engines do not record that, so the cache holds one
/// empty file per image with that time. If the time cannot be recorded, the build continues.
namespace cb::engine {

using UseTime = std::chrono::system_clock::time_point;

/// Converts a time of stat(2).
[[nodiscard]] UseTime to_use_time(const timespec& time);

/// `image`: the engine's id, "sha256:…".
void note_use(Engine engine, const std::string& image);

/// nullopt if nothing is recorded: another user or machine built the image.
[[nodiscard]] std::optional<UseTime> find_last_use(Engine engine, const std::string& image);

void forget_use(Engine engine, const std::string& image);

} // namespace cb::engine
