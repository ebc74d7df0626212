#include "base/paths.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

namespace cb {

namespace {

namespace fs = std::filesystem;

/// The variable's value; empty if it is unset.
std::string environment(const char* name)
{
    const char* const value = std::getenv(name);
    return value != nullptr ? value : "";
}

fs::path program_directory()
{
    return fs::read_symlink("/proc/self/exe").parent_path();
}

/// The first readable candidate.
fs::path first_readable(const std::vector<fs::path>& candidates, std::string_view what)
{
    std::string tried;
    for (const auto& candidate : candidates) {
        if (::access(candidate.c_str(), R_OK) == 0) {
            return candidate.lexically_normal();
        }
        tried += (tried.empty() ? "" : ", ") + candidate.lexically_normal().native();
    }
    throw Error{Errc::system,
                fmt::format("{}, which is part of cb, is missing; searched {}", what, tried)};
}

fs::path xdg_directory(const char* variable, const char* default_below_home)
{
    const fs::path set = environment(variable);
    if (set.is_absolute()) { // the specification requires ignoring relative paths
        return set / "cb";
    }
    const fs::path home = environment("HOME");
    if (home.empty()) {
        throw Error{Errc::usage,
                    fmt::format("neither {} nor HOME is set; set one of them", variable)};
    }
    return home / default_below_home / "cb";
}

} // namespace

fs::path shipped_file(std::string_view relative)
{
    if (const fs::path set = environment("CB_DATA_DIR"); !set.empty()) {
        return first_readable({set / relative}, relative);
    }
    const auto here = program_directory();
    return first_readable({here / "../share/cb" / relative, here / "share/cb" / relative},
                          relative);
}

fs::path shipped_page(std::string_view name)
{
    if (const fs::path set = environment("CB_DATA_DIR"); !set.empty()) {
        return first_readable({set / "docs" / name}, name);
    }
    const auto here = program_directory();
    return first_readable({here / "../share/doc/cb" / name, here / "share/cb/docs" / name}, name);
}

fs::path shipped_init()
{
    if (const fs::path set = environment("CB_INIT"); !set.empty()) {
        return first_readable({set}, "cb-init");
    }
    const auto here = program_directory();
    return first_readable({here / "../libexec/cb/cb-init", here / "cb-init"}, "cb-init");
}

fs::path data_home()
{
    return xdg_directory("XDG_DATA_HOME", ".local/share");
}
fs::path cache_home()
{
    return xdg_directory("XDG_CACHE_HOME", ".cache");
}

} // namespace cb
