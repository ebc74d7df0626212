#pragma once

#include "manifest/sections.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace cb::host {

/// The machine as described in a manifest, read below `root`. Unavailable values are empty,
/// "unknown" or 0. `facts` are the properties that affect results (key_facts.hpp). `key` is the
/// first 16 hexadecimal digits of the SHA-256 of those facts: only runs with equal keys are
/// comparable. The name is not part of the key, so machines with the same hardware and settings are
/// comparable.
[[nodiscard]] Host read_host(const std::filesystem::path& root = "/");

/// The first 16 hexadecimal digits of the SHA-256 of the facts.
[[nodiscard]] std::string host_key(const std::map<std::string, std::string>& facts);

} // namespace cb::host
