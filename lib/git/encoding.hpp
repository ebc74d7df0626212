#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Text in encodings other than UTF-8, with iconv(3).
namespace cb::git {

/// An encoding that git projects use. The name comes from a commit, and the C library loads code by
/// that name. Rare converters have had vulnerabilities, so only names of a fixed list are accepted.
class Encoding {
public:
    /// nullopt if the name is not in the list. Ignores case.
    [[nodiscard]] static std::optional<Encoding> find(std::string_view name);

    /// Converts the bytes to UTF-8; nullopt if they are invalid. Drops an incomplete character at
    /// the end.
    [[nodiscard]] std::optional<std::string> decode(std::string_view bytes) const;
    /// Converts UTF-8 text to this encoding; nullopt if the text is invalid or contains a character
    /// that the encoding lacks.
    [[nodiscard]] std::optional<std::string> encode(std::string_view text) const;

private:
    Encoding(std::string name, std::string mark) : name_{std::move(name)}, mark_{std::move(mark)} {}
    std::string name_; ///< for iconv_open(3)
    std::string mark_; ///< of the byte order, which iconv(3) does not write; may be empty
};

} // namespace cb::git
