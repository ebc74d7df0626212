#include "engine/last_use.hpp"

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/file.hpp"
#include "base/paths.hpp"
#include "manifest/words.hpp"

#include <sys/file.h>
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

/// Creates the file if it is absent. Throws Error{system}.
Fd open_note(Engine engine, const std::string& image, int flags)
{
    const auto file = make_path(engine, image);
    make_private_directory(file.parent_path());
    return Fd{::open(file.c_str(), flags | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)};
}

} // namespace

UseTime to_use_time(const timespec& time)
{
    return UseTime{std::chrono::duration_cast<UseTime::duration>(
        std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec})};
}

void note_use(Engine engine, const std::string& image, const std::string& repository)
{
    try {
        const auto fd = open_note(engine, image, O_WRONLY | O_TRUNC);
        write_all(fd.get(), repository, image);
        ::futimens(fd.get(), nullptr);
    } catch (const Error&) { // NOLINT(bugprone-empty-catch): no home directory, or a full disk
    }
}

std::optional<LastUse> find_last_use(Engine engine, const std::string& image)
{
    struct stat status {};
    const auto path = make_path(engine, image);
    if (::stat(path.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return LastUse{to_use_time(status.st_mtim), read_small_file(path).value_or("")};
}

void forget_use(Engine engine, const std::string& image)
{
    ::unlink(make_path(engine, image).c_str());
}

ImageUse ImageUse::share(Engine engine, const std::string& image)
{
    try {
        auto fd = open_note(engine, image, O_RDONLY);
        ::flock(fd.get(), LOCK_SH); // waits only while the image is being removed
        return ImageUse{std::move(fd)};
    } catch (const Error&) {
        return ImageUse{Fd{}};
    }
}

std::optional<ImageUse> ImageUse::take_unused(Engine engine, const std::string& image)
{
    Fd fd{::open(make_path(engine, image).c_str(), O_RDONLY | O_CLOEXEC)}; // absent: never claimed
    if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return std::nullopt;
    }
    return ImageUse{std::move(fd)};
}

} // namespace cb::engine
