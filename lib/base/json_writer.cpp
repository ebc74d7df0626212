#include "base/json_writer.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

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
    if (needs_comma_) {
        text_ += ',';
    }
    needs_comma_ = true;
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
    if (!std::isfinite(number)) {
        return null();
    }
    std::array<char, 32> text{}; // the shortest digits of a double are 24 characters at most
    const auto* const end = fmt::format_to(text.data(), "{}", number);
    return raw({text.data(), static_cast<std::size_t>(end - text.data())});
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
