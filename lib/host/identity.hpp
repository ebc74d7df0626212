#pragma once

#include "manifest/sections.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace cb {

/// The machine as a manifest tells it, read below `root`; what cannot be had is empty, "unknown" or
/// 0. `facts` is what changes results (key_facts.hpp), `key` the first 16 hexadecimal digits of the
/// SHA-256 of those facts: runs compare only between equal keys. The name is not in the key, so
/// that machines which are built and set up alike compare with each other.
[[nodiscard]] Host read_host(const std::filesystem::path& root = "/");

/// The first 16 hexadecimal digits of the SHA-256 of facts.
[[nodiscard]] std::string host_key(const std::map<std::string, std::string>& facts);

} // namespace cb
