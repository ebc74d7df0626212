#include "engine/overlay.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/stop.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace cb::engine {

namespace {

namespace fs = std::filesystem;

constexpr Bytes max_bytes{256U << 20U};
constexpr std::size_t max_entries = 100'000;
constexpr mode_t permissions = 0777;

[[noreturn]] void refuse(const fs::path& path, const std::string& why)
{
    throw Error{Errc::usage, fmt::format("--overlay: {}: {}", path.native(), why)};
}

} // namespace

void Overlay::add(const fs::path& path, const std::string& name)
{
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        refuse(path, std::generic_category().message(errno));
    }
    git::TreeEntry entry{name, git::TreeKind::directory, status.st_mode & permissions, ""};
    if (S_ISREG(status.st_mode)) {
        entry.kind = git::TreeKind::file;
        entry.content = read_file(path, Bytes{max_bytes.count() - bytes_});
    } else if (S_ISLNK(status.st_mode)) {
        entry.kind = git::TreeKind::link;
        entry.content = fs::read_symlink(path).native();
    } else if (!S_ISDIR(status.st_mode)) {
        refuse(path, "is neither a file, a directory nor a symbolic link");
    } else {
        entry.mode |= S_IRWXU; // cb itself writes below it
    }
    bytes_ += entry.content.size();
    entries_.emplace(name, std::move(entry));
    if (entries_.size() > max_entries) {
        refuse(path, fmt::format("there are more than {} entries", max_entries));
    }
}

Overlay Overlay::read(const fs::path& directory)
{
    Overlay overlay;
    try {
        for (const auto& entry : fs::recursive_directory_iterator{directory}) {
            throw_if_stopped();
            overlay.add(entry.path(), entry.path().lexically_relative(directory).native());
        }
    } catch (const fs::filesystem_error& error) {
        refuse(directory, error.code().message());
    } catch (const Error& error) {
        throw Error{Errc::usage,
                    std::string{error.what()}.starts_with("--overlay")
                        ? error.what()
                        : fmt::format("--overlay: {}", error.what())};
    }
    overlay.hash_ = overlay.hash_entries();
    return overlay;
}

Overlay Overlay::of_files(const std::map<std::string, std::string>& files)
{
    constexpr mode_t readable = 0644;
    Overlay overlay;
    for (const auto& [path, content] : files) {
        overlay.entries_.emplace(path,
                                 git::TreeEntry{path, git::TreeKind::file, readable, content});
    }
    overlay.hash_ = overlay.hash_entries();
    return overlay;
}

std::string Overlay::hash_entries() const
{
    Sha256 hash;
    for (const auto& [path, entry] : entries_) {
        hash.update(fmt::format("{}:{} {} {:o} {}:",
                                path.size(),
                                path,
                                static_cast<int>(entry.kind),
                                entry.mode,
                                entry.content.size()));
        hash.update(entry.content);
    }
    return hash.hex();
}

const std::string* Overlay::file(const std::string& path) const
{
    const auto found = entries_.find(path);
    return found != entries_.end() && found->second.kind == git::TreeKind::file
               ? &found->second.content
               : nullptr;
}

OverlaidTree::OverlaidTree(const Overlay& overlay, git::TreeSink& below)
    : overlay_{overlay}, below_{below}
{}

bool OverlaidTree::wants(const std::string& path, git::TreeKind kind)
{
    const auto found = overlay_.entries_.find(path);
    if (found == overlay_.entries_.end()) {
        return below_.wants(path, kind);
    }
    const bool is_directory = kind == git::TreeKind::directory;
    if (found->second.kind != git::TreeKind::directory) {
        if (is_directory) {
            throw Error{
                Errc::bad_input,
                fmt::format("{} is a file in the overlay but a directory in the commit", path)};
        }
        return false;
    }
    return is_directory && below_.wants(path, kind);
}

void OverlaidTree::add(const git::TreeEntry& entry)
{
    if (entry.kind == git::TreeKind::directory && overlay_.entries_.contains(entry.path)) {
        shared_.insert(entry.path);
    }
    below_.add(entry);
}

void OverlaidTree::finish()
{
    for (const auto& [path, entry] : overlay_.entries_) {
        throw_if_stopped();
        if (!shared_.contains(path) && below_.wants(path, entry.kind)) {
            below_.add(entry);
        }
    }
}

} // namespace cb::engine
