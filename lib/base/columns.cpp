#include "base/columns.hpp"

#include <clocale>
#include <cwchar>

namespace cb {

namespace {

/// The thread's locale is C.UTF-8 while this exists. If the system lacks that locale, nothing
/// changes.
class Utf8Locale {
public:
    Utf8Locale() : before_{::uselocale(utf8())} {}
    Utf8Locale(const Utf8Locale&) = delete;
    Utf8Locale& operator=(const Utf8Locale&) = delete;
    ~Utf8Locale() { ::uselocale(before_); }

private:
    static locale_t utf8()
    {
        static const locale_t locale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        return locale; // null asks uselocale() for the current one
    }

    locale_t before_;
};

constexpr bool is_ascii(char c)
{
    return static_cast<unsigned char>(c) < 0x80U;
}

Glyph decode(std::string_view text)
{
    if (is_ascii(text.front())) {
        return {1, 1};
    }
    wchar_t character = 0;
    std::mbstate_t state{};
    const auto bytes = std::mbrtowc(&character, text.data(), text.size(), &state);
    if (bytes == 0 || bytes > text.size()) { // what mbrtowc(3) returns for errors is larger
        return {1, 1};
    }
    const int columns = ::wcwidth(character);
    return {bytes, columns < 0 ? 1U : static_cast<std::size_t>(columns)};
}

} // namespace

Glyph first_glyph(std::string_view text)
{
    const Utf8Locale locale;
    return decode(text);
}

std::size_t count_columns(std::string_view text)
{
    const Utf8Locale locale;
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto glyph = decode(text);
        columns += glyph.columns;
        text.remove_prefix(glyph.bytes);
    }
    return columns;
}

} // namespace cb
