#include "report/site.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace cb::report {

namespace {

namespace fs = std::filesystem;

/// The files of the site, one per line: path, size and source, or the path alone if the file may be
/// another one. The last line of a path counts.
constexpr const char* list_name = ".cb-report";
constexpr const char* lock_name = ".cb-report.lock";
constexpr const char* new_name = ".cb-report.new"; ///< a file until it is complete

/// Whether the path can be one of a site: it is relative and leads nowhere else.
bool is_site_path(std::string_view path)
{
    const bool is_plain = std::all_of(path.begin(), path.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '/';
    });
    return is_plain && !path.empty() && path.front() != '/' && path.front() != '.' &&
           path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

bool is_site_or_empty(const fs::path& directory)
{
    if (fs::exists(directory / list_name)) {
        return true;
    }
    return std::all_of(fs::directory_iterator{directory}, {}, [](const fs::directory_entry& entry) {
        return entry.path().filename().native().starts_with(list_name);
    });
}

/// Whether the file has exactly this content.
bool has_content(const fs::path& path, std::string_view content)
{
    const Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode) ||
        static_cast<std::uint64_t>(status.st_size) != content.size()) {
        return false;
    }
    constexpr std::size_t piece = 65536;
    std::array<char, piece> buffer{};
    while (!content.empty()) {
        const auto got = ::read(fd.get(), buffer.data(), std::min(piece, content.size()));
        if (got <= 0 || std::string_view{buffer.data(), static_cast<std::size_t>(got)} !=
                            content.substr(0, static_cast<std::size_t>(got))) {
            return false;
        }
        content.remove_prefix(static_cast<std::size_t>(got));
    }
    return true;
}

} // namespace

Site::Site(fs::path directory) : directory_{std::move(directory)}
{
    std::error_code problem;
    fs::create_directories(directory_, problem);
    if (problem) {
        throw Error{Errc::usage,
                    fmt::format("{} cannot become a directory: {}; name another one",
                                directory_.native(),
                                problem.message())};
    }
    if (!is_site_or_empty(directory_)) {
        throw Error{Errc::usage,
                    fmt::format("{} has files that cb report did not write; name a new directory",
                                directory_.native())};
    }
    lock_ = std::make_unique<FileLock>(directory_ / lock_name);
    earlier_ = read_list(directory_);
    const auto list = directory_ / list_name;
    list_ = Fd{::open(list.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)};
    if (!list_) {
        throw_errno("writing " + list.native());
    }
}

Site::Entries Site::read_list(const fs::path& directory)
{
    constexpr Bytes max_list{std::uint64_t{1} << 30U};
    Entries entries;
    const auto list = directory / list_name;
    if (!fs::exists(list)) {
        return entries;
    }
    const auto text = read_file(list, max_list);
    for (std::string_view rest{text}; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        const auto path = line.substr(0, line.find(' '));
        const auto facts = line.substr(std::min(path.size() + 1, line.size()));
        const auto size = facts.substr(0, facts.find(' '));
        if (is_site_path(path)) {
            Entry entry;
            if (std::from_chars(size.data(), size.data() + size.size(), entry.size_bytes).ec ==
                std::errc{}) {
                entry.source = facts.substr(std::min(size.size() + 1, facts.size()));
            }
            entries.insert_or_assign(std::string{path}, std::move(entry));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return entries;
}

void Site::put(const std::string& path, std::string_view content, std::string_view source)
{
    const bool is_new =
        current_.insert_or_assign(path, Entry{content.size(), std::string{source}}).second;
    counts_.files += is_new ? 1U : 0U;
    counts_.bytes += is_new ? content.size() : 0U;
    if (has_content(directory_ / path, content)) {
        if (!earlier_.contains(path)) {
            remember(path);
        }
        return;
    }
    remember(path);
    replace(path, content);
    ++counts_.written;
    counts_.bytes_written += content.size();
}

bool Site::keep(const std::string& path, std::string_view source)
{
    const auto at = earlier_.find(path);
    if (source.empty() || at == earlier_.end() || at->second.source != source) {
        return false;
    }
    struct stat status {};
    if (::lstat((directory_ / path).c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
        static_cast<std::uint64_t>(status.st_size) != at->second.size_bytes) {
        return false;
    }
    const bool is_new = current_.insert_or_assign(path, at->second).second;
    counts_.files += is_new ? 1U : 0U;
    counts_.bytes += is_new ? at->second.size_bytes : 0U;
    return true;
}

SiteCounts Site::finish()
{
    for (const auto& [path, entry] : earlier_) {
        if (!current_.contains(path)) {
            counts_.removed += ::unlink((directory_ / path).c_str()) == 0 ? 1U : 0U;
            remove_empty_parents(path);
        }
    }
    std::string list;
    for (const auto& [path, entry] : current_) {
        list += fmt::format("{} {} {}\n", path, entry.size_bytes, entry.source);
    }
    if (!has_content(directory_ / list_name, list)) {
        replace(list_name, list);
    }
    return counts_;
}

/// rmdir(2) refuses a directory that is not empty.
void Site::remove_empty_parents(const std::string& path) const
{
    for (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        if (::rmdir((directory_ / path.substr(0, slash)).c_str()) != 0) {
            return;
        }
    }
}

void Site::replace(const std::string& path, std::string_view content)
{
    const auto target = directory_ / path;
    if (const auto slash = path.rfind('/'); slash != std::string::npos) {
        if (directories_.insert(path.substr(0, slash)).second) {
            fs::create_directories(target.parent_path());
        }
    }
    const auto fresh = directory_ / new_name;
    const Fd fd{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666)};
    if (!fd) {
        throw_errno("writing " + fresh.native());
    }
    write_all(fd.get(), content, fresh.native());
    if (::rename(fresh.c_str(), target.c_str()) != 0) {
        throw_errno("replacing " + target.native());
    }
}

/// A file is listed before it exists, so that the next update knows it even if this one is killed.
/// A file that may be replaced is listed without its source.
void Site::remember(const std::string& path)
{
    const auto at = earlier_.find(path);
    if (at == earlier_.end() || !at->second.source.empty()) {
        earlier_.insert_or_assign(path, Entry{});
        write_all(list_.get(), path + '\n', list_name);
    }
}

} // namespace cb::report
