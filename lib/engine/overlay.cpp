#include "engine/overlay.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/stop.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr Bytes most_bytes{256U << 20U};
constexpr std::size_t most_entries = 100'000;
constexpr mode_t permissions = 0777;
constexpr int open_directory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

[[noreturn]] void refuse(const fs::path& path, const std::string& why)
{
    throw Error{Errc::usage, fmt::format("--overlay: {}: {}", path.native(), why)};
}

/// The destination of an entry.
struct Place {
    int parent;
    std::string name;
    const std::string& path; ///< for messages
};

[[noreturn]] void throw_not_laid(const Place& place)
{
    throw_errno("writing " + place.path + " of the overlay");
}

/// Opens the directory that contains the entry, without following links.
Fd open_parent(int top, const std::string& path)
{
    Fd at{::openat(top, ".", open_directory)};
    for (std::size_t start = 0, slash = path.find('/'); at && slash != std::string::npos;
         start = slash + 1, slash = path.find('/', start)) {
        at = Fd{::openat(at.get(), path.substr(start, slash - start).c_str(), open_directory)};
    }
    if (!at) {
        throw_errno("writing " + path + " of the overlay");
    }
    return at;
}

/// Removes an existing file or link.
void make_room(const Place& place)
{
    if (::unlinkat(place.parent, place.name.c_str(), 0) == 0 || errno == ENOENT) {
        return;
    }
    if (errno == EISDIR || errno == EPERM) {
        throw Error{
            Errc::bad_input,
            fmt::format("{} is a file in the overlay but a directory in the commit", place.path)};
    }
    throw_not_laid(place);
}

void lay_directory(const Place& place, mode_t mode)
{
    if (const Fd there{::openat(place.parent, place.name.c_str(), open_directory)}) {
        return;
    }
    make_room(place);
    if (::mkdirat(place.parent, place.name.c_str(), mode) != 0 ||
        ::fchmodat(place.parent, place.name.c_str(), mode | S_IRWXU, 0) != 0) {
        throw_not_laid(place);
    }
}

void lay_file(const Place& place, mode_t mode, const std::string& content, const timespec& time)
{
    make_room(place);
    const Fd file{::openat(place.parent,
                           place.name.c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                           mode)};
    const std::array times{time, time};
    if (!file) {
        throw_not_laid(place);
    }
    write_all(file.get(), content, place.path);
    if (::fchmod(file.get(), mode) != 0 || ::futimens(file.get(), times.data()) != 0) {
        throw_not_laid(place);
    }
}

void lay_link(const Place& place, const std::string& target)
{
    make_room(place);
    if (::symlinkat(target.c_str(), place.parent, place.name.c_str()) != 0) {
        throw_not_laid(place);
    }
}

} // namespace

void Overlay::add(const fs::path& path, const std::string& name)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        refuse(path, std::generic_category().message(errno));
    }
    Entry entry{.kind = Kind::directory, .mode = status.st_mode & permissions, .content = ""};
    if (S_ISREG(status.st_mode)) {
        entry.kind = Kind::file;
        entry.content = read_file(path, Bytes{most_bytes.count() - bytes_});
    } else if (S_ISLNK(status.st_mode)) {
        entry.kind = Kind::link;
        entry.content = fs::read_symlink(path).native();
    } else if (!S_ISDIR(status.st_mode)) {
        refuse(path, "is neither a file, a directory nor a symbolic link");
    }
    bytes_ += entry.content.size();
    entries_.emplace(name, std::move(entry));
    if (entries_.size() > most_entries) {
        refuse(path, fmt::format("there are more than {} entries", most_entries));
    }
}

Overlay Overlay::read(const fs::path& directory)
{
    Overlay overlay;
    try {
        for (const auto& entry : fs::recursive_directory_iterator{directory}) {
            throw_if_stopped();
            overlay.add(entry.path(), entry.path().lexically_relative(directory).native());
        }
    } catch (const fs::filesystem_error& error) {
        refuse(directory, error.code().message());
    } catch (const Error& error) {
        throw Error{Errc::usage,
                    std::string{error.what()}.starts_with("--overlay")
                        ? error.what()
                        : fmt::format("--overlay: {}", error.what())};
    }
    overlay.hash_ = overlay.hash_entries();
    return overlay;
}

std::string Overlay::hash_entries() const
{
    Sha256 hash;
    for (const auto& [path, entry] : entries_) {
        hash.update(fmt::format("{}:{} {} {:o} {}:",
                                path.size(),
                                path,
                                static_cast<int>(entry.kind),
                                entry.mode,
                                entry.content.size()));
        hash.update(entry.content);
    }
    return hash.hex();
}

const std::string* Overlay::file(const std::string& path) const
{
    const auto found = entries_.find(path);
    return found != entries_.end() && found->second.kind == Kind::file ? &found->second.content
                                                                       : nullptr;
}

void Overlay::lay_over(const fs::path& tree) const
{
    if (entries_.empty()) {
        return;
    }
    const Fd top{::open(tree.c_str(), open_directory)};
    struct stat status {};
    if (!top || ::fstat(top.get(), &status) != 0) {
        throw_errno("opening " + tree.native());
    }
    for (const auto& [path, entry] : entries_) {
        throw_if_stopped();
        const Fd parent = open_parent(top.get(), path);
        const Place place{parent.get(), path.substr(path.rfind('/') + 1), path};
        switch (entry.kind) {
        case Kind::directory:
            lay_directory(place, entry.mode);
            break;
        case Kind::file:
            lay_file(place, entry.mode, entry.content, status.st_mtim);
            break;
        case Kind::link:
            lay_link(place, entry.content);
            break;
        }
    }
}

} // namespace cb::engine
