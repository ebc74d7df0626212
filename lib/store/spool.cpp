#include "store/spool.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/paths.hpp"
#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::store {

Spool Spool::of(const Target& target)
{
    return Spool{data_home() / "spool" / sha256_hex(identity(target)).substr(0, 16)};
}

void Spool::keep(std::span<const Manifest> manifests) const
{
    std::string lines;
    for (const auto& manifest : manifests) {
        lines += manifest.to_json();
        lines += '\n';
    }
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
    kept.replace_extension(".refused");
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
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (std::filesystem::directory_iterator at{directory_, error}, end; !error && at != end;
         at.increment(error)) {
        if (at->path().extension() == ".jsonl") { // other names are incomplete files
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
