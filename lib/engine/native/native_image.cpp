#include "engine/native/native_image.hpp"

#include "base/file.hpp"
#include "base/paths.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <fcntl.h>
#include <string_view>
#include <system_error>
#include <utility>

namespace cb::engine {

namespace {

constexpr std::string_view key_prefix = "native:";
constexpr std::string_view directory_prefix = "dir:";

bool is_key(std::string_view text)
{
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

std::string native_image(const std::string& key)
{
    return std::string{key_prefix} + key;
}

std::filesystem::path make_native_tree_path(const std::string& key)
{
    return native_trees() / key;
}

std::filesystem::path native_trees()
{
    return cache_home() / "native" / "trees";
}

std::optional<std::filesystem::path> native_tree(const std::string& image)
{
    std::filesystem::path tree;
    if (image.starts_with(key_prefix) &&
        is_key(std::string_view{image}.substr(key_prefix.size()))) {
        tree = make_native_tree_path(image.substr(key_prefix.size()));
    } else if (image.starts_with(directory_prefix)) {
        tree = std::filesystem::absolute(image.substr(directory_prefix.size()));
    }
    std::error_code ignored;
    if (tree.empty() || !std::filesystem::is_directory(tree, ignored)) {
        return std::nullopt;
    }
    return tree;
}

std::filesystem::path native_scratch()
{
    auto scratch = cache_home() / "native" / "scratch";
    make_private_directory(scratch);
    return scratch;
}

/// The directory may be renamed while this process waits for its lock.
std::optional<TreeUse> TreeUse::lock(const std::filesystem::path& tree, int kind)
{
    Fd fd{::open(tree.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat held {};
    struct stat there {};
    if (!fd || ::flock(fd.get(), kind) != 0 || ::fstat(fd.get(), &held) != 0 ||
        ::stat(tree.c_str(), &there) != 0 || held.st_ino != there.st_ino ||
        held.st_dev != there.st_dev) {
        return std::nullopt;
    }
    return TreeUse{std::move(fd)};
}

std::optional<TreeUse> TreeUse::share(const std::filesystem::path& tree)
{
    return lock(tree, LOCK_SH); // waits only while a rename(2) is in progress
}

std::optional<TreeUse> TreeUse::take_unused(const std::filesystem::path& tree)
{
    return lock(tree, LOCK_EX | LOCK_NB);
}

} // namespace cb::engine
