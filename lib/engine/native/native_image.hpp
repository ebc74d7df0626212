#pragma once

#include "base/fd.hpp"

#include <filesystem>
#include <optional>
#include <string>

/// The native engine's equivalent of an image: a prepared tree in the cache.
namespace cb::engine {

/// "native:KEY"; KEY is 64 hexadecimal digits.
[[nodiscard]] std::string native_image(const std::string& key);

/// The directory of "native:KEY" or "dir:PATH". nullopt if the name has another form or the
/// directory does not exist.
[[nodiscard]] std::optional<std::filesystem::path> native_tree(const std::string& image);

/// The path of the tree of KEY, which may not exist yet.
[[nodiscard]] std::filesystem::path make_native_tree_path(const std::string& key);

/// The parent of the prepared trees, which may not exist yet.
[[nodiscard]] std::filesystem::path native_trees();

/// The directory where sandboxes build their view. Created if absent.
[[nodiscard]] std::filesystem::path native_scratch();

/// A claim on a tree: an flock(2) of its directory, shared among runs.
class TreeUse {
public:
    /// Keeps the tree from being removed during the object's lifetime. nullopt if the tree is gone.
    [[nodiscard]] static std::optional<TreeUse> share(const std::filesystem::path& tree);

    /// Keeps others from starting to use the tree during the object's lifetime. nullopt if the tree
    /// is in use or gone.
    [[nodiscard]] static std::optional<TreeUse> take_unused(const std::filesystem::path& tree);

private:
    explicit TreeUse(Fd fd) : fd_{std::move(fd)} {}
    [[nodiscard]] static std::optional<TreeUse> lock(const std::filesystem::path& tree, int kind);

    Fd fd_;
};

} // namespace cb::engine
