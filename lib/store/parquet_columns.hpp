#pragma once

#include "db/database.hpp"
#include "parquet/column.hpp"
#include "store/parquet_rows.hpp"

#include <string>
#include <vector>

namespace cb::store {

/// A column of a Parquet file and where its values come from.
struct StoredColumn {
    parquet::Column column;
    std::string sql; ///< an expression over the tables of select_rows()
    enum class Form { plain, gzip } form = Form::plain;
};

[[nodiscard]] const std::vector<StoredColumn>& columns_of(RowKind kind, db::Backend backend);

/// A statement that gives the columns, then the id of the series (0 in a row for a job). Its
/// parameter is ids_json() of the runs.
[[nodiscard]] std::string select_rows(RowKind kind, db::Backend backend);

} // namespace cb::store
