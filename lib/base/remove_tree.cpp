#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

namespace cb {

namespace {

struct CloseDir {
    void operator()(DIR* dir) const noexcept { ::closedir(dir); }
};
using Dir = std::unique_ptr<DIR, CloseDir>;

/// Opens a directory and makes it readable and writable if necessary; null if that fails.
Dir open_dir(int parent, const char* name)
{
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    Fd fd{::openat(parent, name, flags)};
    if (!fd && errno == EACCES && ::fchmodat(parent, name, S_IRWXU, AT_SYMLINK_NOFOLLOW) == 0) {
        fd = Fd{::openat(parent, name, flags)};
    }
    if (!fd) {
        return nullptr;
    }
    ::fchmod(fd.get(), S_IRWXU);
    Dir dir{::fdopendir(fd.get())};
    if (dir) {
        static_cast<void>(fd.release());
    }
    return dir;
}

/// Deletes the content of a directory. Entries deeper than `max_depth` are moved to the top and
/// deleted from there, so that descriptors and stack are bounded at any depth.
class TreeRemover {
public:
    /// \pre `top` outlives this object
    TreeRemover(DIR* top, dev_t device) : top_{top}, device_{device} {}

    void remove_all()
    {
        do {
            moved_ = false;
            ::rewinddir(top_);
            remove_children(top_, 0);
        } while (moved_);
    }

private:
    static constexpr int max_depth = 32;

    void remove_children(DIR* dir, int depth)
    {
        while (const dirent* entry = ::readdir(dir)) {
            const std::string_view child{entry->d_name};
            if (child != "." && child != "..") {
                remove_entry(::dirfd(dir), entry->d_name, depth);
            }
        }
    }

    void remove_entry(int parent, const char* name, int depth)
    {
        struct statx status {};
        if (::statx(parent, name, AT_SYMLINK_NOFOLLOW, STATX_TYPE, &status) != 0 ||
            is_mount(status)) {
            return;
        }
        if (!S_ISDIR(status.stx_mode)) {
            ::unlinkat(parent, name, 0);
        } else if (depth == max_depth) {
            move_up(parent, name);
        } else {
            if (const Dir dir = open_dir(parent, name)) {
                remove_children(dir.get(), depth + 1);
            }
            ::unlinkat(parent, name, AT_REMOVEDIR);
        }
    }

    [[nodiscard]] bool is_mount(const struct statx& status) const
    {
        return (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0 ||
               makedev(status.stx_dev_major, status.stx_dev_minor) != device_;
    }

    void move_up(int parent, const char* name)
    {
        const auto new_name = ".cb-delete-" + random_hex(8);
        // Because rename updates its "..".
        const bool is_writable = open_dir(parent, name) != nullptr;
        if (is_writable && ::renameat(parent, name, ::dirfd(top_), new_name.c_str()) == 0) {
            moved_ = true;
        }
    }

    DIR* top_;
    dev_t device_;
    bool moved_ = false;
};

} // namespace

void remove_tree(const std::filesystem::path& path)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        return;
    }
    if (S_ISDIR(status.st_mode)) {
        if (const Dir top = open_dir(AT_FDCWD, path.c_str())) {
            TreeRemover{top.get(), status.st_dev}.remove_all();
        }
        ::rmdir(path.c_str());
    } else {
        ::unlink(path.c_str());
    }
    if (::lstat(path.c_str(), &status) == 0) {
        throw Error{Errc::system,
                    path.native() + " could not be deleted completely; delete it manually"};
    }
}

} // namespace cb
