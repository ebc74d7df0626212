#include "git/handle.hpp"
#include "git/repository.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <sys/stat.h>

#include <system_error>
#include <unistd.h>

/// Finds and opens a repository, and explains failures.
namespace cb::git {

namespace {

using Config = Handle<git_config, git_config_free>;

struct Buffer {
    Buffer() = default;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { git_buf_dispose(&raw); }
    git_buf raw{};
};

/// The git directory of `path`, with a trailing slash; nullopt if there is none.
std::optional<std::string> discover(const std::filesystem::path& path)
{
    Buffer found;
    if (git_repository_discover(&found.raw, path.c_str(), 0, nullptr) != 0) {
        return std::nullopt;
    }
    return std::string{found.raw.ptr, found.raw.size};
}

/// `path` without the trailing slash that libgit2 appends to directories.
std::filesystem::path without_slash(std::string path)
{
    if (path.size() > 1 && path.ends_with('/')) {
        path.pop_back();
    }
    return path;
}

/// The path for git's safe.directory: the work tree, or the bare repository.
std::filesystem::path safe_directory(const std::string& git_directory)
{
    const auto path = without_slash(git_directory);
    return path.filename() == ".git" ? path.parent_path() : path;
}

/// The value of extensions.NAME; empty if absent.
std::string extension(const std::string& git_directory, const char* name)
{
    Config config;
    if (git_config_open_ondisk(Out{config}, (git_directory + "config").c_str()) != 0) {
        return {};
    }
    Buffer value;
    const auto key = fmt::format("extensions.{}", name);
    return git_config_get_string_buf(&value.raw, config.get(), key.c_str()) == 0
               ? std::string{value.raw.ptr, value.raw.size}
               : std::string{};
}

/// Throws Error{bad_input} with a remedy; libgit2 would only name the extension.
void check_format(const std::string& git_directory, const std::filesystem::path& path)
{
    if (extension(git_directory, "objectformat") == "sha256") {
        throw Error{
            Errc::bad_input,
            fmt::format("{} names its objects by SHA-256, which libgit2 cannot read; cb needs a "
                        "SHA-1 repository",
                        path.native())};
    }
    if (extension(git_directory, "refstorage") == "reftable") {
        throw Error{
            Errc::bad_input,
            fmt::format("{0} keeps its references as a reftable, which libgit2 cannot read; run "
                        "'git refs migrate --ref-format=files' in it, or let cb read a mirror: "
                        "git clone --mirror --ref-format=files {0} MIRROR",
                        path.native())};
    }
}

bool is_foreign(const std::filesystem::path& path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && status.st_uid != ::geteuid();
}

/// If no safe.directory is configured, libgit2 1.5 reports "not found" for another user's
/// repository.
[[noreturn]] void throw_not_found(int code, const std::filesystem::path& path)
{
    const auto found = discover(path);
    const auto refused = found ? safe_directory(*found) : path;
    if (code == GIT_EOWNER || (found && (is_foreign(refused) || is_foreign(*found)))) {
        throw Error{
            Errc::system,
            fmt::format("{0} belongs to another user, so git does not read it; if you trust it: "
                        "git config --global --add safe.directory {0}",
                        refused.native())};
    }
    throw Error{Errc::usage, fmt::format("no git repository at {}", path.native())};
}

} // namespace

void Repository::Close::operator()(git_repository* raw) const noexcept
{
    git_repository_free(raw);
}

Repository::Repository(git_repository* raw) : raw_{raw}
{
    const char* const work_tree = git_repository_workdir(raw);
    path_ = without_slash(work_tree != nullptr ? work_tree : git_repository_path(raw));
}

Repository Repository::open(const std::filesystem::path& path)
{
    start_libgit2();
    if (const auto found = discover(path)) {
        check_format(*found, path);
    }
    git_repository* raw = nullptr;
    const int code = git_repository_open_ext(&raw, path.c_str(), 0, nullptr);
    if (code == GIT_ENOTFOUND || code == GIT_EOWNER) {
        throw_not_found(code, path);
    }
    check(code, "opening " + path.native());
    return Repository{raw};
}

std::optional<Repository> Repository::open_at(const std::filesystem::path& path)
{
    start_libgit2();
    git_repository* raw = nullptr;
    if (git_repository_open_ext(&raw, path.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) != 0) {
        return std::nullopt;
    }
    return Repository{raw};
}

std::optional<Repository> Repository::open_git_directory(const std::filesystem::path& path)
{
    start_libgit2();
    git_repository* raw = nullptr;
    const unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE;
    if (git_repository_open_ext(&raw, path.c_str(), flags, nullptr) != 0) {
        return std::nullopt;
    }
    return Repository{raw};
}

bool Repository::is_at(const std::filesystem::path& path)
{
    start_libgit2();
    std::error_code missing;
    const auto start = std::filesystem::canonical(path, missing);
    Buffer found;
    return !missing &&
           git_repository_discover(&found.raw, start.c_str(), 0, start.parent_path().c_str()) == 0;
}

std::filesystem::path Repository::common_directory() const
{
    return without_slash(git_repository_commondir(raw()));
}

} // namespace cb::git
