#pragma once

#include "parquet/chunk.hpp"
#include "parquet/column.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Writes Parquet files (https://parquet.apache.org/docs/file-format/): pages of version 1 with
/// PLAIN values, and the bounds of each column of each row group. It knows nothing of databases.
namespace cb::parquet {

struct Settings {
    Compression compression = Compression::gzip;
    /// A page, a row group end after the row with which they exceed these. Memory is bounded by a
    /// group and the largest row.
    std::size_t max_page_bytes = 256U << 10U;
    std::size_t max_group_bytes = 64U << 20U;
    std::int64_t max_group_rows = 100'000;
};

/// Receives the bytes of the file in order.
using Sink = std::function<void(std::string_view)>;

class Writer {
public:
    /// `metadata` are texts by key in the file; `created_by` names the program, like "cb version
    /// 1.2.3". What `sink` throws passes through.
    Writer(Sink sink,
           std::vector<Column> columns,
           std::map<std::string, std::string> metadata,
           std::string created_by,
           const Settings& settings = {});

    /// \pre one field per column. Throws what ChunkWriter::add() throws.
    void add(std::span<const Field> row);

    /// Writes the rest; the file is complete. Must be called last.
    void complete();

    [[nodiscard]] std::int64_t rows() const noexcept { return rows_ + group_rows_; }

private:
    /// The description of a written chunk.
    struct Written {
        std::int64_t offset = 0, bytes = 0;
        Chunk chunk; ///< without its pages
    };
    struct Group {
        std::int64_t rows = 0;
        std::vector<Written> chunks{};
    };

    void put(std::string_view bytes);
    void end_group();
    [[nodiscard]] std::string footer() const;
    void describe_columns(class ThriftWriter& footer) const;
    void describe_group(class ThriftWriter& footer, const Group& group) const;
    void
    describe_chunk(class ThriftWriter& footer, const Column& column, const Written& written) const;

    Sink sink_;
    std::vector<Column> columns_;
    std::map<std::string, std::string> metadata_;
    std::string created_by_;
    Settings settings_;
    std::vector<ChunkWriter> chunks_{};
    std::vector<Group> groups_{};
    std::int64_t group_rows_ = 0;
    std::int64_t rows_ = 0; ///< of the groups
    std::int64_t offset_ = 0;
};

} // namespace cb::parquet
