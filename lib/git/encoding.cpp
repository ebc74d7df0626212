#include "git/encoding.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <iconv.h>
#include <memory>

namespace cb::git {

namespace {

constexpr std::array names{
    "ASCII",       "US-ASCII",  "UTF-8",     "UTF8",        "UTF-16",  "UTF-16LE", "UTF-16BE",
    "UTF-32",      "UTF-32LE",  "UTF-32BE",  "LATIN1",      "LATIN2",  "LATIN9",   "KOI8-R",
    "KOI8-U",      "SHIFT_JIS", "SHIFT-JIS", "SJIS",        "CP932",   "EUC-JP",   "EUC-KR",
    "ISO-2022-JP", "CP949",     "GB2312",    "GBK",         "GB18030", "BIG5",     "CP437",
    "CP850",       "CP866",     "MACINTOSH", "WINDOWS-31J", "LATIN-1",
};
/// One or two digits follow.
constexpr std::array<std::string_view, 5> families{
    "ISO-8859-", "ISO8859-", "ISO_8859-", "WINDOWS-12", "CP12"};

bool is_number(std::string_view text)
{
    return !text.empty() && text.size() <= 2 && std::all_of(text.begin(), text.end(), &is_digit);
}

class Iconv {
public:
    Iconv(const char* to, const char* from) : raw_{::iconv_open(to, from)} {}
    Iconv(const Iconv&) = delete;
    Iconv& operator=(const Iconv&) = delete;
    ~Iconv()
    {
        if (is_open()) {
            ::iconv_close(raw_);
        }
    }

    // NOLINTNEXTLINE(performance-no-int-to-ptr): specified by iconv_open(3)
    [[nodiscard]] bool is_open() const { return raw_ != reinterpret_cast<iconv_t>(-1); }

    /// Appends the result of one call; false at the end or at a character that cannot be converted.
    bool step(char*& in, std::size_t& left, std::string& result)
    {
        std::array<char, 4096> piece{};
        char* out = piece.data();
        std::size_t room = piece.size();
        const auto done = ::iconv(raw_, in == nullptr ? nullptr : &in, &left, &out, &room);
        problem_ = done == static_cast<std::size_t>(-1) ? errno : 0;
        result.append(piece.data(), piece.size() - room);
        return problem_ == E2BIG;
    }
    /// The input ended inside a character.
    [[nodiscard]] bool is_cut() const { return problem_ == EINVAL; }

private:
    iconv_t raw_;
    int problem_ = 0; ///< of the last step, as errno; 0: success
};

enum class AtEnd { whole_character, any };

std::optional<std::string>
convert(std::string_view bytes, const char* to, const char* from, AtEnd at_end)
{
    Iconv iconv{to, from};
    if (!iconv.is_open()) {
        return std::nullopt;
    }
    std::string input{bytes}; // iconv(3) may modify it
    char* in = input.data();
    std::size_t left = input.size();
    std::string result;
    while (iconv.step(in, left, result)) {
    }
    if (left != 0 && !(at_end == AtEnd::any && iconv.is_cut())) {
        return std::nullopt;
    }
    char* none = nullptr; // the text must end in the initial shift state
    std::size_t no_bytes = 0;
    iconv.step(none, no_bytes, result);
    return result;
}

} // namespace

std::optional<Encoding> Encoding::find(std::string_view name)
{
    std::string upper{name};
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    // Names of git, not of iconv: utf8.c, reencode_string_len().
    if (upper == "UTF-16LE-BOM") {
        return Encoding{"UTF-16LE", "\xFF\xFE"};
    }
    if (upper == "UTF-16BE-BOM") {
        return Encoding{"UTF-16BE", "\xFE\xFF"};
    }
    const bool is_of_family =
        std::any_of(families.begin(), families.end(), [&](std::string_view family) {
            return upper.starts_with(family) &&
                   is_number(std::string_view{upper}.substr(family.size()));
        });
    if (!is_of_family && std::find(names.begin(), names.end(), upper) == names.end()) {
        return std::nullopt;
    }
    return Encoding{upper == "LATIN-1" ? "LATIN1" : upper, {}}; // git's users write it this way
}

std::optional<std::string> Encoding::decode(std::string_view bytes) const
{
    bytes.remove_prefix(!mark_.empty() && bytes.starts_with(mark_) ? mark_.size() : 0);
    return convert(bytes, "UTF-8", name_.c_str(), AtEnd::any);
}

std::optional<std::string> Encoding::encode(std::string_view text) const
{
    auto encoded = convert(text, name_.c_str(), "UTF-8", AtEnd::whole_character);
    return encoded ? std::optional{mark_ + *encoded} : std::nullopt;
}

} // namespace cb::git
