#pragma once

#include "base/fd.hpp"

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

/// Who uses a tree: an flock(2) of its directory, shared among runs.
class TreeUse {
public:
    /// As long as the object lives, the tree is not removed. None where it is gone.
    [[nodiscard]] static std::optional<TreeUse> share(const std::filesystem::path& tree);

    /// As long as the object lives, nobody begins to use the tree. None where somebody does, or it
    /// is gone.
    [[nodiscard]] static std::optional<TreeUse> take_unused(const std::filesystem::path& tree);

private:
    explicit TreeUse(Fd fd) : fd_{std::move(fd)} {}
    [[nodiscard]] static std::optional<TreeUse> lock(const std::filesystem::path& tree, int kind);

    Fd fd_;
};

} // namespace cb::engine
