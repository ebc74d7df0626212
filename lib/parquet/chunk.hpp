#pragma once

#include "parquet/bounds.hpp"
#include "parquet/column.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace cb::parquet {

/// One column of a row group, complete.
struct Chunk {
    std::string pages{}; ///< with their headers
    Codec codec = Codec::uncompressed;
    std::int64_t values = 0; ///< with NULLs; an element of a list is a value
    std::int64_t nulls = 0;
    std::int64_t uncompressed_bytes = 0; ///< as if the pages were not compressed
    Bounds bounds{};
};

/// Levels of the values of a page (https://parquet.apache.org/docs/file-format/nestedencoding/),
/// as runs of equal levels.
class Levels {
public:
    void add(unsigned level, std::uint64_t count = 1);
    /// Their encoding in a data page, which starts with its length.
    [[nodiscard]] std::string take();

private:
    void end_run();

    std::string runs_{};
    unsigned level_ = 0;
    std::uint64_t count_ = 0;
};

/// Collects one column of a row group as pages of PLAIN values. Memory grows with the group.
class ChunkWriter {
public:
    /// A page ends after the row with which it exceeds `max_page_bytes`.
    ChunkWriter(Column column, Compression compression, std::size_t max_page_bytes)
        : column_{std::move(column)}, compression_{compression}, max_page_bytes_{max_page_bytes}
    {}

    /// Throws Error{bad_input} if the value exceeds 2 GiB, the most that a page can hold, and
    /// std::invalid_argument if it does not fit the column.
    void add(const Field& field);

    /// An upper limit of the memory in use.
    [[nodiscard]] std::size_t bytes() const noexcept { return values_.size() + page_bytes_; }

    /// The column so far; starts anew.
    [[nodiscard]] Chunk take();

private:
    void add_null();
    void add_value(const Field& field);
    void add_list(std::span<const double> list);
    void append(bool value);
    void append(std::int64_t value);
    void append(double value);
    void append(std::string_view value);
    void end_page();

    Column column_;
    Compression compression_;
    std::size_t max_page_bytes_;
    // The page:
    Levels repetitions_{}, definitions_{};
    std::string values_{};
    std::int32_t count_ = 0;
    unsigned bits_ = 0; ///< how many bits of the last byte of truth values are in use
    // The pages before:
    Chunk chunk_{};
    std::size_t page_bytes_ = 0;
};

} // namespace cb::parquet
