#include "base/fd.hpp"
#include "db/backends.hpp"
#include "db/error.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <tuple>
#include <unistd.h>

namespace cb::db {

namespace {

constexpr std::chrono::seconds between_looks{1};

/// What differs after a commit. The counter in the header changes with each transaction
/// (https://www.sqlite.org/fileformat.html#file_change_counter); the rest finds another file of
/// the same name, and a commit that is only in a write-ahead log.
using Signature = std::tuple<std::uint64_t,       // device
                             std::uint64_t,       // inode
                             std::int64_t,        // size
                             std::int64_t,        // nanoseconds of the last change
                             std::array<char, 4>, // the counter
                             std::int64_t,        // size of the write-ahead log
                             std::int64_t>;       // and its last change

std::int64_t nanoseconds_of(const timespec& time)
{
    constexpr std::int64_t per_second = 1'000'000'000;
    return std::int64_t{time.tv_sec} * per_second + time.tv_nsec;
}

/// SQLite itself is not used: as long as nobody here has a connection, opening and closing the file
/// releases no lock (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled).
Signature read_signature(const std::filesystem::path& path)
{
    constexpr off_t counter_at = 24;
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) {
        const int number = errno;
        throw DatabaseError{number == ENOENT ? Errc::usage : Errc::unavailable,
                            Cause::lost,
                            fmt::format("{}: {}",
                                        path.native(),
                                        number == ENOENT
                                            ? "there is no such database; cb store makes it"
                                            : std::generic_category().message(number))};
    }
    std::array<char, 4> counter{};
    const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!fd || ::pread(fd.get(), counter.data(), counter.size(), counter_at) < 0) {
        counter.fill('\0'); // the rest will do
    }
    struct stat log {};
    if (::stat((path.native() + "-wal").c_str(), &log) != 0) {
        log = {};
    }
    return {file.st_dev,
            file.st_ino,
            file.st_size,
            nanoseconds_of(file.st_mtim),
            counter,
            log.st_size,
            nanoseconds_of(log.st_mtim)};
}

class SqliteChanges final : public Changes {
public:
    explicit SqliteChanges(std::filesystem::path path)
        : path_{std::move(path)}, seen_{read_signature(path_)}
    {}

    [[nodiscard]] bool wait(const Deadline& deadline) override
    {
        for (;;) {
            if (const auto current = read_signature(path_); current != seen_) {
                seen_ = current;
                return true;
            }
            const auto next = deadline_in(between_looks);
            static_cast<void>(wait_readable(-1, deadline ? std::min(deadline, next) : next));
            if (deadline && std::chrono::steady_clock::now() >= *deadline) {
                return false;
            }
        }
    }

private:
    std::filesystem::path path_;
    Signature seen_;
};

} // namespace

std::unique_ptr<Changes> watch_sqlite(const std::filesystem::path& path)
{
    return std::make_unique<SqliteChanges>(path);
}

} // namespace cb::db
