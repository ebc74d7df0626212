#include "watch/repositories.hpp"

#include "git/repository.hpp"

#include <algorithm>
#include <system_error>

namespace cb::watch {

namespace fs = std::filesystem;

std::vector<fs::path> repositories_at(const fs::path& path)
{
    if (git::Repository::is_at(path) || !fs::is_directory(path)) {
        return {path};
    }
    std::vector<fs::path> children;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator{path, problem}) {
        std::error_code unreadable;
        if (entry.is_directory(unreadable) && git::Repository::is_at(entry.path())) {
            children.push_back(entry.path());
        }
    }
    if (problem) {
        throw Error{Errc::system, "listing " + path.native() + ": " + problem.message()};
    }
    std::sort(children.begin(), children.end());
    return children.empty() ? std::vector{path} : children;
}

} // namespace cb::watch
