#include "parquet/writer.hpp"

#include "parquet/thrift.hpp"

#include <utility>

namespace cb::parquet {

namespace {

constexpr std::string_view magic = "PAR1";

constexpr std::int32_t repetition_required = 0;
constexpr std::int32_t repetition_optional = 1;
constexpr std::int32_t repetition_repeated = 2;

// Numbers of ConvertedType, and of the fields of LogicalType.
constexpr std::int32_t converted_utf8 = 0;
constexpr std::int32_t converted_list = 3;
constexpr std::int32_t converted_milliseconds = 9;
constexpr int logical_string = 1;
constexpr int logical_list = 3;
constexpr int logical_timestamp = 8;

std::int32_t repetition_of(const Column& column)
{
    return column.presence == Presence::optional ? repetition_optional : repetition_required;
}

void describe_list(ThriftWriter& footer, const Column& column)
{
    footer.begin_element()
        .i32(3, repetition_of(column))
        .text(4, column.name)
        .i32(5, 1) // one child
        .i32(6, converted_list)
        .begin(10)
        .begin(logical_list)
        .end()
        .end()
        .end();
    footer.begin_element().i32(3, repetition_repeated).text(4, "list").i32(5, 1).end();
    footer.begin_element()
        .i32(1, static_cast<std::int32_t>(PhysicalType::real))
        .i32(3, repetition_required)
        .text(4, "element")
        .end();
}

void describe_column(ThriftWriter& footer, const Column& column)
{
    footer.begin_element()
        .i32(1, static_cast<std::int32_t>(physical_type_of(column.kind)))
        .i32(3, repetition_of(column))
        .text(4, column.name);
    if (column.kind == Kind::text) {
        footer.i32(6, converted_utf8).begin(10).begin(logical_string).end().end();
    }
    if (column.kind == Kind::time) {
        footer.i32(6, converted_milliseconds)
            .begin(10)
            .begin(logical_timestamp)
            .truth(1, true) // in UTC
            .begin(2)       // the unit:
            .begin(1)       // milliseconds
            .end()
            .end()
            .end()
            .end();
    }
    footer.end();
}

} // namespace

Writer::Writer(Sink sink,
               std::vector<Column> columns,
               std::map<std::string, std::string> metadata,
               std::string created_by,
               const Settings& settings)
    : sink_{std::move(sink)}, columns_{std::move(columns)}, metadata_{std::move(metadata)},
      created_by_{std::move(created_by)}, settings_{settings}
{
    for (const auto& column : columns_) {
        chunks_.emplace_back(column, settings_.compression, settings_.max_page_bytes);
    }
    put(magic);
}

void Writer::put(std::string_view bytes)
{
    sink_(bytes);
    offset_ += static_cast<std::int64_t>(bytes.size());
}

void Writer::add(std::span<const Field> row)
{
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
        chunks_[i].add(row[i]);
        bytes += chunks_[i].bytes();
    }
    ++group_rows_;
    if (group_rows_ >= settings_.max_group_rows || bytes >= settings_.max_group_bytes) {
        end_group();
    }
}

void Writer::end_group()
{
    if (group_rows_ == 0) {
        return;
    }
    Group group{.rows = std::exchange(group_rows_, 0)};
    for (auto& writer : chunks_) {
        Written written{.offset = offset_, .chunk = writer.take()};
        const auto pages = std::exchange(written.chunk.pages, {});
        written.bytes = static_cast<std::int64_t>(pages.size());
        put(pages);
        group.chunks.push_back(std::move(written));
    }
    rows_ += group.rows;
    groups_.push_back(std::move(group));
}

void Writer::describe_columns(ThriftWriter& footer) const
{
    std::size_t elements = 1;
    for (const auto& column : columns_) {
        elements += column.kind == Kind::reals ? 3 : 1;
    }
    footer.list(2, ThriftWriter::Element::structure, elements)
        .begin_element()
        .text(4, "schema")
        .i32(5, static_cast<std::int32_t>(columns_.size()))
        .end();
    for (const auto& column : columns_) {
        if (column.kind == Kind::reals) {
            describe_list(footer, column);
        } else {
            describe_column(footer, column);
        }
    }
}

void Writer::describe_chunk(ThriftWriter& footer,
                            const Column& column,
                            const Written& written) const
{
    const auto& chunk = written.chunk;
    const bool is_list = column.kind == Kind::reals;
    footer.begin_element()
        .i64(2, written.offset)
        .begin(3)
        .i32(1, static_cast<std::int32_t>(physical_type_of(column.kind)))
        .list(2, ThriftWriter::Element::i32, 2)
        .element(static_cast<std::int32_t>(Encoding::plain))
        .element(static_cast<std::int32_t>(Encoding::rle))
        .list(3, ThriftWriter::Element::text, is_list ? 3 : 1)
        .element(column.name);
    if (is_list) {
        footer.element("list").element("element");
    }
    footer.i32(4, static_cast<std::int32_t>(chunk.codec))
        .i64(5, chunk.values)
        .i64(6, chunk.uncompressed_bytes)
        .i64(7, written.bytes)
        .i64(9, written.offset)
        .begin(12)
        .i64(3, chunk.nulls);
    if (const auto bounds = chunk.bounds.encoded()) {
        footer.text(5, bounds->max).text(6, bounds->min).truth(7, true).truth(8, true);
    }
    footer.end().end().end();
}

void Writer::describe_group(ThriftWriter& footer, const Group& group) const
{
    std::int64_t uncompressed = 0;
    std::int64_t compressed = 0;
    for (const auto& written : group.chunks) {
        uncompressed += written.chunk.uncompressed_bytes;
        compressed += written.bytes;
    }
    footer.begin_element().list(1, ThriftWriter::Element::structure, group.chunks.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        describe_chunk(footer, columns_[i], group.chunks[i]);
    }
    footer.i64(2, uncompressed)
        .i64(3, group.rows)
        .i64(5, group.chunks.front().offset)
        .i64(6, compressed)
        .end();
}

std::string Writer::footer() const
{
    constexpr std::int32_t version = 1;
    ThriftWriter footer;
    footer.i32(1, version);
    describe_columns(footer);
    footer.i64(3, rows_).list(4, ThriftWriter::Element::structure, groups_.size());
    for (const auto& group : groups_) {
        describe_group(footer, group);
    }
    footer.list(5, ThriftWriter::Element::structure, metadata_.size());
    for (const auto& [key, value] : metadata_) {
        footer.begin_element().text(1, key).text(2, value).end();
    }
    footer.text(6, created_by_).list(7, ThriftWriter::Element::structure, columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) { // the bounds are in the order of the type
        footer.begin_element().begin(1).end().end();
    }
    return footer.take();
}

void Writer::complete()
{
    end_group();
    auto end = footer();
    append_int32(end, static_cast<std::uint32_t>(end.size()));
    end += magic;
    put(end);
}

} // namespace cb::parquet
