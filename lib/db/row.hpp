#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cb::db {

/// Parsers of texts written by a database. Each throws Error{bad_input}.
[[nodiscard]] std::int64_t parse_integer(std::string_view text);
[[nodiscard]] double parse_real(std::string_view text);
/// "[1,2]" or "{1,2}".
[[nodiscard]] std::vector<double> parse_numbers(std::string_view text);
[[nodiscard]] Time parse_time(std::string_view text);

/// A row of a result. Columns count from 0. Texts are valid until the next row. The database is
/// untrusted, because people can edit it: a value of another type than requested throws
/// Error{bad_input}.
class Row {
public:
    Row() = default;
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;
    virtual ~Row() = default;

    [[nodiscard]] virtual bool is_null(int column) const = 0;
    /// 0 if NULL.
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual bool truth(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    /// Empty if NULL.
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::string bytes(int column) const { return std::string{text(column)}; }
    /// nullopt if NULL.
    [[nodiscard]] virtual std::optional<Time> time(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{parse_time(text(column))};
    }

    /// An array that was stored as Numbers; empty if NULL.
    [[nodiscard]] std::vector<double> numbers(int column) const
    {
        return is_null(column) ? std::vector<double>{} : parse_numbers(text(column));
    }
    [[nodiscard]] std::optional<std::string> maybe_text(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{std::string{text(column)}};
    }
    [[nodiscard]] std::optional<double> maybe_real(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{real(column)};
    }
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{integer(column)};
    }
};

/// RFC 3339 in UTC, always with milliseconds, so that times sort as text.
[[nodiscard]] std::string to_milliseconds(Time time);

} // namespace cb::db
