#include "base/file.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/new_file.hpp"

#include <fmt/format.h>

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb {

namespace {

Fd open_or_throw(const std::filesystem::path& path, int flags, mode_t mode = 0)
{
    Fd fd{::open(path.c_str(), flags | O_CLOEXEC, mode)};
    if (!fd) {
        throw_errno("opening " + path.native());
    }
    return fd;
}

/// Reads to the end, but at most one byte more than `max_bytes`.
std::string read_up_to(int fd, std::uint64_t max_bytes, const std::string& name)
{
    constexpr std::size_t chunk = 65536;
    std::string data;
    while (data.size() <= max_bytes) {
        const auto before = data.size();
        data.resize(before + chunk);
        const auto got = ::read(fd, data.data() + before, chunk);
        if (got < 0 && errno != EINTR) {
            throw_errno("reading " + name);
        }
        data.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got == 0) {
            break;
        }
    }
    return data;
}

} // namespace

std::string read_file(const std::filesystem::path& path, Bytes max_size)
{
    const Fd fd = open_or_throw(path, O_RDONLY);
    auto data = read_up_to(fd.get(), max_size.count(), path.native());
    if (data.size() > max_size.count()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is larger than {}", path.native(), max_size.to_string())};
    }
    return data;
}

std::optional<std::string> read_small_file(const std::filesystem::path& path)
{
    try {
        return read_file(path, Bytes{1U << 20U});
    } catch (const Error&) {
        return std::nullopt;
    }
}

void replace_file(const std::filesystem::path& path, std::string_view data, Readers readers)
{
    NewFile file{path, readers};
    file.append(data);
    file.complete();
}

void make_private_directory(const std::filesystem::path& path)
{
    std::error_code unknown; // mkdir(2) has a better error
    if (path.empty() || std::filesystem::is_directory(path, unknown)) {
        return;
    }
    make_private_directory(path.parent_path());
    if (::mkdir(path.c_str(), S_IRWXU) != 0) {
        const int error = errno;
        if (error == EEXIST && std::filesystem::is_directory(path, unknown)) {
            return; // another process created it, or the path ends in a slash
        }
        errno = error;
        throw_errno("creating the directory " + path.native());
    }
}

std::filesystem::path temporary_directory()
{
    const char* const tmp = std::getenv("TMPDIR");
    return tmp != nullptr && *tmp != 0 ? tmp : "/tmp";
}

TempDir::TempDir(const std::filesystem::path& parent)
{
    auto name = parent.empty() ? temporary_directory() : parent;
    name /= "cb-XXXXXX";
    auto text = name.native();
    if (::mkdtemp(text.data()) == nullptr) {
        throw_errno("creating a temporary directory in " + name.parent_path().native());
    }
    path_ = text;
}

TempDir TempDir::at(const std::filesystem::path& path)
{
    if (::mkdir(path.c_str(), S_IRWXU) != 0) {
        throw_errno("creating the directory " + path.native());
    }
    return TempDir{Made{}, path};
}

TempDir::~TempDir()
{
    if (!path_.empty()) {
        try {
            remove_tree(path_);
        } catch (const Error&) { // NOLINT(bugprone-empty-catch): a destructor cannot report it
        }
    }
}

FileLock::FileLock(const std::filesystem::path& path)
    : fd_{open_or_throw(path, O_RDWR | O_CREAT, S_IRUSR | S_IWUSR)}
{
    constexpr auto pause = std::chrono::milliseconds{20};
    while (::flock(fd_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            throw_errno("locking " + path.native());
        }
        static_cast<void>(wait_readable(-1, deadline_in(pause))); // flock(2) cannot wait for a stop
    }
}

} // namespace cb
