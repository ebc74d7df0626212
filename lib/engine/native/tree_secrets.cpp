#include "engine/native/tree_secrets.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/stop.hpp"
#include "git/layout_config.hpp"

#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr Bytes max_config{1U << 20U};
constexpr int max_depth = 32; ///< of the directories in a submodule's name

bool is_real_directory(const fs::path& path)
{
    std::error_code missing;
    return fs::is_directory(fs::symlink_status(path, missing));
}

bool is_file(const fs::path& path)
{
    std::error_code missing;
    return fs::is_regular_file(fs::symlink_status(path, missing));
}

std::vector<fs::path> directories_in(const fs::path& directory)
{
    std::vector<fs::path> found;
    std::error_code unreadable;
    for (fs::directory_iterator at{directory, unreadable}, end; at != end;
         at.increment(unreadable)) {
        if (is_real_directory(at->path())) {
            found.push_back(at->path());
        }
    }
    return found;
}

/// The layout of a configuration file; empty if the file is too large or unreadable.
std::string read_layout(const fs::path& file)
{
    try {
        return git::layout_config(read_file(file, max_config));
    } catch (const Error&) {
        return "";
    }
}

void keep_layout(const fs::path& file)
{
    if (!is_file(file)) {
        return;
    }
    const auto layout = read_layout(file);
    const Fd fd{::open(file.c_str(), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC)};
    if (fd) {
        write_all(fd.get(), layout, file.native());
    } else if (::unlink(file.c_str()) != 0) {
        throw_errno("removing the addresses from " + file.native());
    }
}

void clean_git_directory(const fs::path& git, int depth);

/// The name of a submodule may contain slashes.
void clean_modules(const fs::path& modules, int depth)
{
    throw_if_stopped();
    if (depth > max_depth) {
        remove_tree(modules);
        return;
    }
    for (const auto& directory : directories_in(modules)) {
        if (is_file(directory / "HEAD")) {
            clean_git_directory(directory, depth + 1);
        } else {
            clean_modules(directory, depth + 1);
        }
    }
}

void clean_git_directory(const fs::path& git, int depth)
{
    for (const char* const name : {"config", "config.worktree"}) {
        keep_layout(git / name);
    }
    for (const char* const name : {"logs", "FETCH_HEAD"}) {
        remove_tree(git / name);
    }
    for (const auto& worktree : directories_in(git / "worktrees")) {
        keep_layout(worktree / "config.worktree");
        remove_tree(worktree / "logs");
        remove_tree(worktree / "FETCH_HEAD");
    }
    if (is_real_directory(git / "modules")) {
        clean_modules(git / "modules", depth);
    }
}

} // namespace

void remove_git_secrets(const fs::path& work)
{
    if (is_real_directory(work / ".git")) {
        clean_git_directory(work / ".git", 0);
    }
}

} // namespace cb::engine
