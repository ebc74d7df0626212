#pragma once

#include <filesystem>
#include <optional>
#include <string>

/// What stands for an image in the native engine: a prepared tree in the cache.
namespace cb::engine {

/// "native:KEY"; KEY is 64 hexadecimal digits.
[[nodiscard]] std::string native_image(const std::string& key);

/// The directory of "native:KEY" or "dir:PATH". None when it is neither, or not there.
[[nodiscard]] std::optional<std::filesystem::path> native_tree(const std::string& image);

/// Where the tree of KEY is, or is to be.
[[nodiscard]] std::filesystem::path native_tree_of_key(const std::string& key);

/// Where the prepared trees are; it need not be there.
[[nodiscard]] std::filesystem::path native_trees();

/// Where sandboxes build their view, made if need be.
[[nodiscard]] std::filesystem::path native_scratch();

} // namespace cb::engine
