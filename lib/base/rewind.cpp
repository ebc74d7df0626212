#include "base/rewind.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/file.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace cb {

Fd make_unnamed_file()
{
    const TempDir directory; // deleted on return; the file exists while it is open
    const auto path = directory.path() / "copy";
    Fd file{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file) {
        throw_errno("creating " + path.native());
    }
    return file;
}

Fd rewindable_copy(int fd, const std::string& what)
{
    if (::lseek(fd, 0, SEEK_CUR) == 0) {
        return Fd{};
    }
    auto copy = make_unnamed_file();
    for (auto chunk = read_some(fd, what); !chunk.empty();
         chunk = read_some(fd, what, std::move(chunk))) {
        write_all(copy.get(), chunk, "a copy of " + what);
    }
    rewind(copy.get(), what);
    return copy;
}

void rewind(int fd, const std::string& what)
{
    if (::lseek(fd, 0, SEEK_SET) != 0) {
        throw_errno("rewinding " + what);
    }
}

} // namespace cb
