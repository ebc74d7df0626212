#include "store/parquet_rows.hpp"

#include "base/gzip.hpp"
#include "base/hash.hpp"
#include "base/new_file.hpp"
#include "base/utf8.hpp"
#include "parquet/writer.hpp"
#include "store/batch_json.hpp"
#include "store/parquet_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>

namespace cb::store {

namespace {

/// How many runs one query requests. A reader locks the file of SQLite until it has read them.
constexpr std::size_t runs_per_query = 32;

/// Converts a row of select_rows() to fields of a Parquet row.
class RowFields {
public:
    explicit RowFields(const std::vector<StoredColumn>& columns) : columns_{columns} {}

    /// Valid until the next call, and as long as the row is.
    std::span<const parquet::Field> read(const db::Row& row)
    {
        fields_.clear();
        texts_.clear();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            fields_.push_back(field(row, static_cast<int>(i), columns_[i]));
        }
        return fields_;
    }

private:
    parquet::Field field(const db::Row& row, int place, const StoredColumn& column)
    {
        if (row.is_null(place)) {
            if (column.column.presence == parquet::Presence::required) {
                throw Error{Errc::bad_input, fmt::format("the database: {} is NULL", column.sql)};
            }
            return parquet::Null{};
        }
        switch (column.column.kind) {
        case parquet::Kind::truth:
            return row.truth(place);
        case parquet::Kind::integer:
            return row.integer(place);
        case parquet::Kind::real:
            return row.real(place);
        case parquet::Kind::time:
            return *row.time(place);
        case parquet::Kind::reals:
            numbers_ = row.numbers(place);
            return std::span<const double>{numbers_};
        case parquet::Kind::text:
            break;
        }
        return column.form == StoredColumn::Form::gzip ? kept(unpacked(row.bytes(place)))
                                                       : utf8(row.text(place));
    }

    static std::string unpacked(std::string_view compressed)
    {
        return value_or_throw(
            gunzip(compressed, max_gunzipped), Errc::bad_input, "the database, a log");
    }

    parquet::Field utf8(std::string_view text)
    {
        return is_utf8(text) ? parquet::Field{text} : kept(to_utf8(text));
    }

    parquet::Field kept(std::string text)
    {
        texts_.push_back(is_utf8(text) ? std::move(text) : to_utf8(text));
        return std::string_view{texts_.back()};
    }

    const std::vector<StoredColumn>& columns_;
    std::vector<parquet::Field> fields_{};
    std::deque<std::string> texts_{}; ///< stay where they are when others are added
    std::vector<double> numbers_{};   ///< of the only list
};

/// A Parquet file that is created with its first row.
class ParquetFile {
public:
    ParquetFile(std::filesystem::path path,
                const std::vector<StoredColumn>& columns,
                const std::string& cb_version)
        : path_{std::move(path)}, cb_version_{cb_version}
    {
        for (const auto& column : columns) {
            columns_.push_back(column.column);
        }
    }

    void add(std::span<const parquet::Field> row)
    {
        if (!writer_) {
            make_durable_directory(path_.parent_path());
            file_.emplace(path_, Readers::owner);
            writer_.emplace(
                [this](std::string_view bytes) { file_->append(bytes); },
                columns_,
                std::map<std::string, std::string>{{"cb.version", cb_version_}, {"cb.schema", "1"}},
                "cb version " + cb_version_);
        }
        writer_->add(row);
    }

    /// Returns the number of rows.
    std::int64_t complete()
    {
        if (!writer_) {
            return 0;
        }
        writer_->complete();
        file_->complete();
        return writer_->rows();
    }

private:
    std::filesystem::path path_;
    std::string cb_version_;
    std::vector<parquet::Column> columns_{};
    std::optional<NewFile> file_{};
    std::optional<parquet::Writer> writer_{};
};

bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

} // namespace

std::string month_of(Time time)
{
    return to_rfc3339(time).substr(0, 7);
}

std::string directory_of(std::string_view repository)
{
    constexpr std::size_t max_bytes = 150; // a file name has at most 255
    std::string name;
    for (const char c : repository) {
        const bool is_first_dot = name.empty() && c == '.';
        if (is_plain(c) && !is_first_dot) {
            name += c;
        } else {
            name += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    if (name.size() > max_bytes) {
        name.resize(max_bytes);
        name += "~" + sha256_hex(repository);
    }
    return name.empty() ? "~" : name;
}

std::int64_t write_parquet_file(db::Database& database,
                                std::int64_t repository_id,
                                std::span<const DatedRun> runs,
                                RowKind kind,
                                const std::filesystem::path& path,
                                const std::string& cb_version,
                                const WantsSeries& wants_series)
{
    const auto& columns = columns_of(kind, database.backend());
    const auto statement = select_rows(kind, database.backend());
    const auto place_of_series = static_cast<int>(columns.size());
    RowFields fields{columns};
    ParquetFile file{path, columns, cb_version};
    while (!runs.empty()) {
        const auto some = runs.first(std::min(runs.size(), runs_per_query));
        std::vector<RowId> ids;
        for (const auto& run : some) {
            ids.push_back({repository_id, run.id});
        }
        const auto json = ids_json(ids);
        database.stream(statement, {json}, [&](const db::Row& row) {
            if (!wants_series || wants_series(row.integer(place_of_series))) {
                file.add(fields.read(row));
            }
        });
        runs = runs.subspan(some.size());
    }
    return file.complete();
}

} // namespace cb::store
