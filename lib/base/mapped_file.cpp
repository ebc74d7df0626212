#include "base/mapped_file.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"

#include <fmt/format.h>

#include <sys/mman.h>
#include <sys/stat.h>

#include <fcntl.h>

namespace cb {

MappedFile::MappedFile(const std::filesystem::path& path, Bytes max_size)
{
    const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0) {
        throw_errno("opening " + path.native());
    }
    if (static_cast<std::uint64_t>(status.st_size) > max_size.count()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is larger than {}", path.native(), max_size.to_string())};
    }
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ == 0) {
        return;
    }
    void* const data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd.get(), 0);
    if (data == MAP_FAILED) { // NOLINT(performance-no-int-to-ptr): the system's macro
        throw_errno("mapping " + path.native());
    }
    data_ = data;
}

MappedFile::~MappedFile()
{
    if (data_ != nullptr) {
        ::munmap(data_, size_);
    }
}

} // namespace cb
