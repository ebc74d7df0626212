#include "verdict/changes_cache.hpp"

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/new_file.hpp"
#include "base/paths.hpp"
#include "verdict/state_archive.hpp"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <vector>

namespace cb::verdict {

namespace {

namespace fs = std::filesystem;

constexpr Bytes largest_file{std::uint64_t{1} << 30U};
constexpr std::size_t max_files = 64;
constexpr std::uint64_t max_bytes_together = std::uint64_t{2} << 30U;

struct CacheFile {
    fs::file_time_type written_at{};
    std::uint64_t size_bytes = 0;
    fs::path path{};
};

/// Removes the files that were not written for the longest time.
void remove_oldest(const fs::path& directory)
{
    std::vector<CacheFile> files;
    for (const auto& entry : fs::directory_iterator{directory}) {
        std::error_code gone;
        const auto at = entry.last_write_time(gone);
        const auto size_bytes = gone ? 0 : entry.file_size(gone);
        if (!gone) {
            files.push_back({at, size_bytes, entry.path()});
        }
    }
    std::sort(files.begin(), files.end(), [](const CacheFile& a, const CacheFile& b) {
        return std::tie(a.written_at, a.path) > std::tie(b.written_at, b.path);
    });
    std::uint64_t together = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        together += files[i].size_bytes;
        if (i >= max_files || (i > 0 && together > max_bytes_together)) {
            std::error_code ignored; // another process may have deleted it
            fs::remove(files[i].path, ignored);
        }
    }
}

} // namespace

fs::path ChangesCache::path_of(std::string_view name) const
{
    return directory_ / sha256_hex(name);
}

std::optional<ChangesCache::File> ChangesCache::load(std::string_view name) const
{
    try {
        MappedFile mapped{path_of(name), largest_file};
        std::uint64_t checksum = 0;
        if (mapped.bytes().size() < sizeof checksum) {
            return std::nullopt;
        }
        File file{std::move(mapped)};
        std::memcpy(&checksum, file.bytes().data() + file.bytes().size(), sizeof checksum);
        return checksum == checksum_of(file.bytes()) ? std::optional{std::move(file)}
                                                     : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void ChangesCache::save(std::string_view name, std::string bytes) const
{
    const auto checksum = checksum_of(bytes);
    bytes.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
    if (bytes.size() > largest_file.count()) {
        return;
    }
    make_private_directory(directory_);
    NewFile file{path_of(name), Readers::owner};
    file.append(bytes);
    file.complete_unsynced(); // the checksum shows what a crash has damaged
    remove_oldest(directory_);
}

std::optional<ChangesCache> open_cache(UseCache wish, std::string_view directory)
{
    if (wish == UseCache::no) {
        return std::nullopt;
    }
    try {
        return ChangesCache{cache_home() / directory};
    } catch (const Error&) { // a service may have no home directory
        return std::nullopt;
    }
}

} // namespace cb::verdict
