#include "base/new_file.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb {

namespace {

/// Creates a file next to `path` that no other process opens.
Fd make_neighbour(const std::filesystem::path& path, const std::string& name, Readers readers)
{
    const mode_t mode = readers == Readers::owner ? 0600 : 0666;
    Fd fd{::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
    if (!fd) {
        throw_errno("writing " + path.native());
    }
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
        ::fchmod(fd.get(), status.st_mode & (S_IRWXU | S_IRWXG | S_IRWXO));
    }
    return fd;
}

void sync_or_throw(int fd, const std::filesystem::path& path)
{
    if (::fsync(fd) != 0) {
        throw_errno("syncing " + path.native());
    }
}

/// The directory that names `path`.
void sync_parent(const std::filesystem::path& path)
{
    const auto directory = path.has_parent_path() ? path.parent_path() : ".";
    const Fd parent{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!parent) {
        throw_errno("opening " + directory.native());
    }
    sync_or_throw(parent.get(), directory);
}

} // namespace

NewFile::NewFile(std::filesystem::path path, Readers readers)
    : path_{std::move(path)}, name_{path_.native() + "." + random_hex(4)},
      fd_{make_neighbour(path_, name_, readers)}
{}

NewFile::~NewFile()
{
    if (!name_.empty()) {
        ::unlink(name_.c_str());
    }
}

void NewFile::append(std::string_view data)
{
    write_all(fd_.get(), data, path_.native());
}

void NewFile::complete()
{
    sync_or_throw(fd_.get(), path_);
    complete_unsynced();
    sync_parent(path_);
}

void NewFile::complete_unsynced()
{
    if (::rename(name_.c_str(), path_.c_str()) != 0) {
        throw_errno("replacing " + path_.native());
    }
    name_.clear();
}

void make_durable_directory(const std::filesystem::path& path)
{
    std::error_code unknown; // mkdir(2) has a better error
    if (path.empty() || std::filesystem::is_directory(path, unknown)) {
        return;
    }
    make_durable_directory(path.parent_path());
    const int status = ::mkdir(path.c_str(), S_IRWXU | S_IRWXG | S_IRWXO);
    const int error = errno;
    if (status != 0 && !(error == EEXIST && std::filesystem::is_directory(path, unknown))) {
        errno = error;
        throw_errno("creating the directory " + path.native());
    }
    sync_parent(path);
}

} // namespace cb
