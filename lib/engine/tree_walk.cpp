#include "engine/tree_walk.hpp"

#include "base/fd.hpp"
#include "base/stop.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <string_view>

namespace cb::engine {

namespace {

constexpr int deepest = 300; ///< one descriptor per level

using Visit = std::function<void(int parent, const char* name, const struct stat&)>;

struct CloseDirectory {
    void operator()(DIR* raw) const noexcept { ::closedir(raw); }
};

void walk(Fd directory, int depth, const Visit& visit)
{
    const std::unique_ptr<DIR, CloseDirectory> entries{directory ? ::fdopendir(directory.get())
                                                                 : nullptr};
    if (!entries) {
        return;
    }
    const int fd = directory.release(); // closedir(3) closes it
    while (const dirent* const entry = ::readdir(entries.get())) {
        throw_if_stopped();
        const std::string_view name{static_cast<const char*>(entry->d_name)};
        struct stat status {};
        if (name == "." || name == ".." ||
            ::fstatat(fd, name.data(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            continue;
        }
        visit(fd, name.data(), status);
        if (S_ISDIR(status.st_mode) && depth < deepest) {
            constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
            walk(Fd{::openat(fd, name.data(), flags)}, depth + 1, visit);
        }
    }
}

} // namespace

void walk_tree(const std::filesystem::path& top, const Visit& visit)
{
    walk(Fd{::open(top.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)}, 0, visit);
}

TreeSize measure_tree(const std::filesystem::path& top)
{
    constexpr std::uint64_t block = 512; // stat(2)
    TreeSize size;
    walk_tree(top, [&size](int, const char*, const struct stat& status) {
        size.bytes += static_cast<std::uint64_t>(status.st_blocks) * block;
        ++size.entries;
    });
    return size;
}

} // namespace cb::engine
