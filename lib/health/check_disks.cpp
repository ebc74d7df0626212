#include "base/disk_space.hpp"
#include "base/file.hpp"
#include "base/paths.hpp"
#include "health/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::health {

namespace fs = std::filesystem;

std::vector<fs::path> list_directories(const Installation& installation)
{
    std::vector<fs::path> all{data_home(), cache_home(), temporary_directory()};
    if (const auto* const file = std::get_if<store::SqliteFile>(&installation.target)) {
        all.push_back(fs::absolute(file->path).parent_path());
    }
    std::vector<fs::path> distinct;
    for (const auto& path : all) {
        if (std::find(distinct.begin(), distinct.end(), path) == distinct.end()) {
            distinct.push_back(path);
        }
    }
    return distinct;
}

Check check_disk(const fs::path& directory)
{
    auto there = fs::absolute(directory); // it, or the directory in which it will be made
    std::error_code ignored;
    while (!fs::is_directory(there, ignored) && there.has_relative_path()) {
        there = there.parent_path();
    }
    const auto space = DiskSpace::of(there);
    constexpr double low = 0.1;
    constexpr double lowest = 0.02;
    constexpr double percent = 100;
    constexpr double gib = 1U << 30U;
    const auto free_bytes = static_cast<double>(space.free_bytes());
    Check check{.code = "disk",
                .status = Status::ok,
                .found = fmt::format("{:.1f} GiB free, {:.0f} % of its bytes or inodes",
                                     free_bytes / gib,
                                     space.free_share() * percent),
                .subject = directory.native(),
                .figures = {{"free_bytes", free_bytes},
                            {"size_bytes", static_cast<double>(space.all_bytes())},
                            {"free_ratio", space.free_share()}}};
    if (space.free_share() < low) {
        check.status = space.free_share() < lowest ? Status::problem : Status::warning;
        check.cost = "A full disk ends builds and runs, and jobs stay due.";
        check.remedy = "cb build --prune, cb prune, or a larger disk";
    }
    return check;
}

} // namespace cb::health
