#include "import/import_progress.hpp"

#include "base/fd.hpp"
#include "import/input.hpp"

#include <algorithm>

namespace cb::imports {

namespace {

/// 0 if that is unknown; whoever opens the file says why.
std::uint64_t size_of_file(const std::filesystem::path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    return error ? 0 : size;
}

std::uint64_t size_of(const std::filesystem::path& path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
        return size_of_file(path);
    }
    std::uint64_t size = 0;
    for (const auto& file : list_files(path)) {
        size += size_of_file(file);
    }
    return size;
}

} // namespace

ImportProgress::ImportProgress(Log& log) : progress_{log, {.verb = "importing", .singular = "job"}}
{
    progress_.pause();
}

void ImportProgress::begin(std::span<const std::filesystem::path> paths)
{
    progress_.resume();
    for (const auto& path : paths) {
        total_bytes_ += size_of(path);
    }
}

void ImportProgress::begin_file(const std::filesystem::path& file, int fd)
{
    end_file();
    size_ = size_of_file(file);
    fd_ = fd;
}

void ImportProgress::end_file() noexcept
{
    done_bytes_ += std::exchange(size_, 0);
    fd_ = -1;
}

void ImportProgress::advance()
{
    const auto place = find_place(fd_);
    const auto done = done_bytes_ + (place ? std::min(place->at, size_) : 0);
    progress_.set_share(total_bytes_ > 0 ? std::optional{static_cast<double>(done) /
                                                         static_cast<double>(total_bytes_)}
                                         : std::nullopt);
    progress_.advance();
}

} // namespace cb::imports
