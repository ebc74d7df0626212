#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace cb::parquet {

/// What a column holds.
enum class Kind {
    truth,
    integer, ///< 64 bits
    real,    ///< a double
    text,    ///< UTF-8
    time,    ///< milliseconds in UTC
    reals,   ///< a list of doubles
};

enum class Presence { required, optional };

struct Column {
    std::string name;
    Kind kind{};
    Presence presence{};
};

struct Null {};

/// A value of a row. Does not own texts and lists, which must outlive the call.
using Field =
    std::variant<Null, bool, std::int64_t, double, std::string_view, Time, std::span<const double>>;

enum class Compression { none, gzip };

// The numbers of the format, as in
// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift

enum class PhysicalType : std::int32_t { boolean = 0, int64 = 2, real = 5, byte_array = 6 };
enum class Codec : std::int32_t { uncompressed = 0, gzip = 2 };
enum class Encoding : std::int32_t { plain = 0, rle = 3 };

[[nodiscard]] PhysicalType physical_type_of(Kind kind) noexcept;

} // namespace cb::parquet
