#include "engine/last_use.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/paths.hpp"
#include "manifest/words.hpp"

#include <sys/stat.h>

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace cb::engine {

namespace {

std::filesystem::path make_path(Engine engine, const std::string& image)
{
    return cache_home() / "images" / std::string{to_word(engine)} / image;
}

} // namespace

UseTime to_use_time(const timespec& time)
{
    return UseTime{std::chrono::duration_cast<UseTime::duration>(
        std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec})};
}

void note_use(Engine engine, const std::string& image)
{
    try {
        const auto file = make_path(engine, image);
        make_private_directory(file.parent_path());
        const Fd fd{::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)};
        ::futimens(fd.get(), nullptr);
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): no home directory, or a full disk
    }
}

std::optional<UseTime> find_last_use(Engine engine, const std::string& image)
{
    struct stat status {};
    if (::stat(make_path(engine, image).c_str(), &status) != 0) {
        return std::nullopt;
    }
    return to_use_time(status.st_mtim);
}

void forget_use(Engine engine, const std::string& image)
{
    ::unlink(make_path(engine, image).c_str());
}

} // namespace cb::engine
