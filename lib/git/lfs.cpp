#include "git/lfs.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "git/handle.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace cb::git {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view any_version = "version https://git-lfs.github.com/spec/";
constexpr std::string_view version_1 = "version https://git-lfs.github.com/spec/v1\n";
constexpr std::size_t longest_pointer = 1024;

/// Removes the line "KEY VALUE" from the text and returns VALUE; nullopt if the text starts
/// differently.
std::optional<std::string_view> take_value(std::string_view& text, std::string_view key)
{
    const auto end = text.find('\n');
    if (!text.starts_with(key) || end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto value = text.substr(key.size(), end - key.size());
    text.remove_prefix(end + 1);
    return value;
}

bool is_sha256(std::string_view text)
{
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The directory that contains "objects".
fs::path find_storage(const Repository& repository)
{
    const auto common = repository.common_directory();
    Handle<git_config, git_config_free> config;
    const char* named = nullptr;
    check(git_repository_config_snapshot(Out{config}, repository.raw()),
          "reading the configuration of " + repository.path().native());
    if (git_config_get_string(&named, config.get(), "lfs.storage") != 0) {
        return common / "lfs";
    }
    return common / named; // keeps an absolute path
}

} // namespace

bool is_lfs_pointer(std::string_view text)
{
    return text.size() <= longest_pointer && text.starts_with(any_version);
}

std::optional<LfsPointer> parse_lfs_pointer(std::string_view text)
{
    if (text.size() > longest_pointer || !text.starts_with(version_1)) {
        return std::nullopt;
    }
    text.remove_prefix(version_1.size());
    const auto sha256 = take_value(text, "oid sha256:");
    const auto size = sha256 ? take_value(text, "size ") : std::nullopt;
    LfsPointer pointer;
    if (!size || !is_sha256(*sha256) || !text.empty()) {
        return std::nullopt;
    }
    const auto [end, error] =
        std::from_chars(size->data(), size->data() + size->size(), pointer.bytes);
    if (error != std::errc{} || end != size->data() + size->size()) {
        return std::nullopt;
    }
    pointer.sha256 = *sha256;
    return pointer;
}

std::string read_lfs_object(const Repository& repository,
                            const LfsPointer& pointer,
                            Bytes max_size,
                            const std::string& what)
{
    if (pointer.bytes > max_size.count()) {
        throw Error{Errc::bad_input,
                    fmt::format("{} is larger than {}", what, max_size.to_string())};
    }
    const auto& id = pointer.sha256;
    const auto file = find_storage(repository) / "objects" / id.substr(0, 2) / id.substr(2, 2) / id;
    const auto path = repository.path().native();
    std::error_code missing;
    const auto bytes = fs::file_size(file, missing);
    if (missing) {
        throw Error{
            Errc::unavailable,
            fmt::format("{} is a git-lfs pointer, but its object is not in {}: run 'git lfs "
                        "fetch' there, with --all for the whole history",
                        what,
                        path)};
    }
    auto content = bytes == pointer.bytes ? read_file(file, max_size) : std::string{};
    if (content.size() != pointer.bytes || sha256_hex(content) != id) {
        throw Error{
            Errc::unavailable,
            fmt::format("{} is a git-lfs pointer, but its object in {} is damaged: run 'git "
                        "lfs fsck' there, then 'git lfs fetch'",
                        what,
                        path)};
    }
    return content;
}

} // namespace cb::git
