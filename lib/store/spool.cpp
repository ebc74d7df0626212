#include "store/spool.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::store {

namespace {

constexpr const char* refused_extension = ".refused";

} // namespace

Spool Spool::of(const Target& target)
{
    return Spool{data_home() / "spool" / sha256_hex(identity(target)).substr(0, 16)};
}

namespace {

/// A line each.
template <typename Line> std::string lines_of(std::span<const Line> all)
{
    std::string lines;
    for (const auto& line : all) {
        lines += line.to_json();
        lines += '\n';
    }
    return lines;
}

} // namespace

void Spool::keep(std::span<const Manifest> manifests) const
{
    keep_lines(lines_of(manifests));
}

void Spool::keep(std::span<const AliasRecord> aliases) const
{
    keep_lines(lines_of(aliases));
}

void Spool::keep_lines(const std::string& lines) const
{
    make_private_directory(directory_);
    // The time orders the names; the rest distinguishes processes.
    const auto milliseconds = now().time_since_epoch().count();
    replace_file(directory_ / fmt::format("{:013}-{}.jsonl", milliseconds, random_hex(4)),
                 lines,
                 Readers::owner);
}

std::filesystem::path Spool::set_aside(const std::filesystem::path& file,
                                       std::string_view reason) const
{
    auto kept = file;
    kept.replace_extension(refused_extension);
    auto why = file;
    why.replace_extension(".reason");
    // First, so that the file never lacks a reason.
    replace_file(why, fmt::format("{}\n", reason), Readers::owner);
    std::error_code error;
    std::filesystem::rename(file, kept, error);
    if (error && error != std::errc::no_such_file_or_directory) { // another process did it
        throw Error{Errc::system, fmt::format("renaming {}: {}", file.native(), error.message())};
    }
    return kept;
}

std::vector<std::filesystem::path> Spool::files() const
{
    return find(".jsonl"); // other names are incomplete files
}

std::vector<std::filesystem::path> Spool::refused() const
{
    return find(refused_extension);
}

std::vector<std::filesystem::path> Spool::find(const char* extension) const
{
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (std::filesystem::directory_iterator at{directory_, error}, end; !error && at != end;
         at.increment(error)) {
        if (at->path().extension() == extension) {
            found.push_back(at->path());
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        throw Error{Errc::system,
                    fmt::format("reading {}: {}", directory_.native(), error.message())};
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace cb::store
