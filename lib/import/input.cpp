#include "import/input.hpp"

#include "base/collect.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/gzip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>

namespace cb::imports {

namespace {

std::string read_start(int fd, const std::string& name)
{
    constexpr std::size_t enough = 65536;
    std::string start;
    while (start.size() < enough && start.find('\n') == std::string::npos) {
        const auto more = read_some(fd, name);
        if (more.empty()) {
            break;
        }
        start += more;
    }
    return start;
}

} // namespace

Input open_input(const std::filesystem::path& path)
{
    Input input{
        .fd = Fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)}, .name = path.string(), .start = {}};
    if (!input.fd) {
        throw Error{
            Errc::usage,
            fmt::format("opening {}: {}", input.name, std::generic_category().message(errno))};
    }
    input.start = read_start(input.fd.get(), input.name);
    if (is_gzip(input.start)) {
        input.fd = gunzipped(std::move(input.start), input.fd.get(), input.name);
        input.start = read_start(input.fd.get(), input.name);
    }
    return input;
}

std::vector<std::filesystem::path> list_files(const std::filesystem::path& directory)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{directory}) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string read_whole(const std::filesystem::path& path)
{
    constexpr Bytes max_size{256U << 20U};
    return read_file(path, max_size);
}

} // namespace cb::imports
