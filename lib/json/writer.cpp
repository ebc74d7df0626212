#include "json/writer.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace cb {

namespace {

constexpr bool is_plain(char c)
{
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c)
{
    switch (c) {
    case '"':
        out += "\\\"";
        break;
    case '\\':
        out += "\\\\";
        break;
    case '\n':
        out += "\\n";
        break;
    case '\r':
        out += "\\r";
        break;
    case '\t':
        out += "\\t";
        break;
    default:
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        break;
    }
}

char* write_integer(char* out, std::uint64_t number)
{
    const fmt::format_int text{number};
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
}

/// Writes a number that is an integer or has at most three decimals, as most figures of tools do;
/// returns null for any other. A double distinguishes all decimal numbers of 15 digits, so if one
/// of them reads back equal, it is the shortest that does. \pre 0 <= number < 1e12
char* write_short(char* out, double number)
{
    const auto whole = static_cast<std::uint64_t>(number);
    if (static_cast<double>(whole) == number) {
        return write_integer(out, whole);
    }
    // NOLINTNEXTLINE(bugprone-incorrect-roundings): the division checks exactness
    const auto thousandths = static_cast<std::uint64_t>(number * 1000 + 0.5);
    if (static_cast<double>(thousandths) / 1000 != number) {
        return nullptr;
    }
    out = write_integer(out, thousandths / 1000);
    *out++ = '.';
    for (auto [digits, unit] = std::pair{thousandths % 1000, 100U}; digits != 0; unit /= 10) {
        *out++ = static_cast<char>('0' + digits / unit);
        digits %= unit;
    }
    return out;
}

/// The maximum output of write_number(): 17 digits, a sign, a point, an exponent, leading zeros.
constexpr std::size_t max_number_bytes = 32;

/// Writes the shortest text that reads back equal; returns its end. fmt would write the same, but
/// takes several times as long, and samples come in millions.
char* write_number(char* out, double number)
{
    if (!std::isfinite(number)) {
        return std::copy_n("null", 4, out);
    }
    if (std::signbit(number)) {
        *out++ = '-';
        number = -number;
    }
    if (number < 1e12) {
        if (auto* const end = write_short(out, number)) {
            return end;
        }
    }
    const bool is_plain_number = number >= 1e-4 && number < 1e16;
    return is_plain_number ? std::to_chars(out, out + 24, number, std::chars_format::fixed).ptr
                           : fmt::format_to(out, "{}", number);
}

} // namespace

void append_json_string(std::string& out, std::string_view text)
{
    std::string repaired;
    if (!is_utf8(text)) {
        repaired = to_utf8(text);
        text = repaired;
    }
    out += '"';
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_plain(text[i])) {
            out.append(text, start, i - start);
            append_escaped(out, text[i]);
            start = i + 1;
        }
    }
    out.append(text, start, text.size() - start);
    out += '"';
}

void JsonWriter::separate()
{
    flush_if_long();
    if (needs_comma_) {
        text_ += ',';
    }
    needs_comma_ = true;
}

void JsonWriter::flush_if_long()
{
    if (text_.size() >= max_kept_) {
        flush();
    }
}

void JsonWriter::flush()
{
    sink_(text_);
    text_.clear();
}

JsonWriter& JsonWriter::begin_object()
{
    separate();
    text_ += '{';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object()
{
    text_ += '}';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array()
{
    separate();
    text_ += '[';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array()
{
    text_ += ']';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    append_json_string(text_, name);
    text_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text)
{
    separate();
    append_json_string(text_, text);
    return *this;
}

JsonWriter& JsonWriter::value(double number)
{
    std::array<char, max_number_bytes> text{};
    const auto* const end = write_number(text.data(), number);
    return raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

/// An array of what `write_item` writes: char*, Item → its end, at most MostBytes further.
template <std::size_t MostBytes, typename Item, typename Write>
JsonWriter& JsonWriter::list(std::span<const Item> items, const Write& write_item)
{
    begin_array();
    std::array<char, 4096> text{};
    auto* const begin = text.data();
    auto* end = begin;
    for (const auto& item : items) {
        end = write_item(end, item);
        *end++ = ',';
        if (end - begin > static_cast<std::ptrdiff_t>(text.size() - MostBytes - 1)) {
            text_.append(begin, end);
            end = begin;
            flush_if_long();
        }
    }
    text_.append(begin, end);
    if (!items.empty()) {
        text_.pop_back(); // the last comma
    }
    return end_array();
}

JsonWriter& JsonWriter::values(std::span<const double> numbers)
{
    return list<max_number_bytes>(numbers, write_number);
}

JsonWriter& JsonWriter::values(std::span<const std::pair<std::uint64_t, std::uint64_t>> pairs)
{
    constexpr std::size_t max_pair_bytes = 2 * 20 + 3;
    return list<max_pair_bytes>(pairs, [](char* out, const auto& pair) {
        *out++ = '[';
        out = write_integer(out, pair.first);
        *out++ = ',';
        out = write_integer(out, pair.second);
        *out++ = ']';
        return out;
    });
}

JsonWriter& JsonWriter::value(std::uint64_t number)
{
    const fmt::format_int text{number};
    return raw({text.data(), text.size()});
}
JsonWriter& JsonWriter::value(std::int64_t number)
{
    const fmt::format_int text{number};
    return raw({text.data(), text.size()});
}
JsonWriter& JsonWriter::value(bool truth)
{
    return raw(truth ? "true" : "false");
}
JsonWriter& JsonWriter::null()
{
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json)
{
    separate();
    text_ += json;
    return *this;
}

} // namespace cb
