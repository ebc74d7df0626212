#include "db/postgres_text.hpp"

#include "base/error.hpp"
#include "db/decimal.hpp"
#include "db/row.hpp"

namespace cb::db {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// Appends the value's text; false for NULL.
struct Append {
    std::string& out;

    bool operator()(Null) const { return false; }
    bool operator()(bool truth) const
    {
        out += truth ? "t" : "f";
        return true;
    }
    bool operator()(std::int64_t number) const
    {
        append_decimal(out, number);
        return true;
    }
    bool operator()(double number) const
    {
        append_decimal(out, number);
        return true;
    }
    bool operator()(std::string_view text) const
    {
        out += text;
        return true;
    }
    bool operator()(Blob blob) const
    {
        out.reserve(2 + 2 * blob.bytes.size());
        out += "\\x";
        for (const char c : blob.bytes) {
            const auto byte = static_cast<unsigned char>(c);
            out += hex_digits[byte >> 4U];
            out += hex_digits[byte & 15U];
        }
        return true;
    }
    bool operator()(Numbers numbers) const
    {
        out += '{';
        append_decimals(out, numbers.values);
        out += '}';
        return true;
    }
    bool operator()(Time time) const
    {
        out += to_milliseconds(time);
        return true;
    }
};

unsigned hex_value(char digit)
{
    const auto at = hex_digits.find(digit);
    if (at == std::string_view::npos) {
        throw Error{Errc::bad_input, "the database, bytes: they are not hexadecimal"};
    }
    return static_cast<unsigned>(at);
}

} // namespace

const Fields& TextValues::of(std::span<const Value> values)
{
    texts_.resize(values.size());
    fields_.texts.clear();
    for (std::size_t i = 0; i < values.size(); ++i) {
        texts_[i].clear();
        const bool has_value = std::visit(Append{texts_[i]}, values[i].held());
        fields_.texts.push_back(has_value ? texts_[i].c_str() : nullptr);
    }
    return fields_;
}

std::string parse_bytea(std::string_view text)
{
    std::string bytes;
    if (text.empty()) {
        return bytes;
    }
    if (!text.starts_with("\\x") || text.size() % 2 != 0) {
        throw Error{Errc::bad_input, "the database, bytes: they are not hexadecimal"};
    }
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 2; i < text.size(); i += 2) {
        bytes += static_cast<char>(hex_value(text[i]) << 4U | hex_value(text[i + 1]));
    }
    return bytes;
}

} // namespace cb::db
