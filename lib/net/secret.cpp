#include "net/secret.hpp"

#include "base/file.hpp"

#include <fmt/format.h>

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace cb::net {

namespace {

namespace fs = std::filesystem;

/// Pipes are not checked, so that a shell's <(…) can give a secret.
void require_private(const fs::path& file)
{
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        (status.st_mode & (S_IROTH | S_IWOTH)) != 0) {
        throw Error{Errc::usage,
                    fmt::format("{0} has a secret, but every user may read or write it: chmod "
                                "o= {0}",
                                file.native())};
    }
}

} // namespace

Secret::Secret(Secret&& other) noexcept : text_{std::move(other.text_)}
{
    ::explicit_bzero(other.text_.data(), other.text_.size()); // a short text was copied
    other.text_.clear();
}

Secret& Secret::operator=(Secret other) noexcept
{
    text_.swap(other.text_);
    return *this;
}

Secret::~Secret()
{
    ::explicit_bzero(text_.data(), text_.size());
}

Secret Secret::read(const fs::path& file)
{
    require_private(file);
    std::string content;
    try {
        content = read_file(file, Bytes{65536});
    } catch (const Error& error) {
        throw Error{Errc::usage, error.what()};
    }
    Secret secret{std::string{trimmed(content)}};
    ::explicit_bzero(content.data(), content.size());
    if (secret.text_.empty()) {
        throw Error{Errc::usage, fmt::format("{} is empty", file.native())};
    }
    return secret;
}

Secret Secret::read_token(const fs::path& file)
{
    auto secret = read(file);
    const auto& text = secret.text_;
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; })) {
        throw Error{Errc::usage, fmt::format("{} must have one word, the token", file.native())};
    }
    return secret;
}

std::string Secret::redact(std::string message) const
{
    constexpr std::string_view mark = "***";
    for (std::size_t at = 0;
         !text_.empty() && (at = message.find(text_, at)) != std::string::npos;) {
        message.replace(at, text_.size(), mark);
        at += mark.size();
    }
    return message;
}

} // namespace cb::net
