#pragma once

#include "base/file.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace cb::test {

/// A machine's /proc and /sys in a directory that goes with the object.
class Tree {
public:
    Tree() = default;
    /// From tests/data/host/NAME.tree: a file a line, its path, a tab, its content. "{0-3}" in a
    /// path stands for one file a number, "\n" and "\t" in the content for what they stand for in
    /// C.
    explicit Tree(std::string_view name);

    void write(const std::filesystem::path& path, std::string_view content) const;
    void remove(const std::filesystem::path& path) const;
    [[nodiscard]] const std::filesystem::path& root() const { return dir_.path(); }

private:
    TempDir dir_;
};

} // namespace cb::test
