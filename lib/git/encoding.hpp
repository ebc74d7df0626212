#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Text in other encodings than UTF-8, by iconv(3).
namespace cb::git {

/// An encoding that git projects use. The name comes from a commit, and the C library loads code
/// by it, of which the rarer has had holes: only the names of a list are taken.
class Encoding {
public:
    /// None when the name is not one of the list. Letters can be of either case.
    [[nodiscard]] static std::optional<Encoding> find(std::string_view name);

    /// The bytes as UTF-8; none when they are not valid. A character that is cut off at the end is
    /// left out.
    [[nodiscard]] std::optional<std::string> decode(std::string_view bytes) const;
    /// UTF-8 text in this encoding; none when the text is not valid or the encoding lacks a
    /// character of it.
    [[nodiscard]] std::optional<std::string> encode(std::string_view text) const;

private:
    explicit Encoding(std::string name) : name_{std::move(name)} {}
    std::string name_; ///< for iconv_open(3)
};

} // namespace cb::git
