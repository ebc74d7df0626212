#include "db/dialect.hpp"

#include <fmt/format.h>

namespace cb::db {

namespace {

/// "name text" as an expression over `value`, a JSON object of SQLite.
std::string sqlite_column(std::string_view column)
{
    const auto end = column.find(' ');
    const auto name = column.substr(0, end);
    if (column.substr(end + 1) == "jsonb") { // -> turns a JSON null into the text null
        return fmt::format("nullif(value -> '{0}', 'null') AS {0}", name);
    }
    return fmt::format("value ->> '{0}' AS {0}", name);
}

} // namespace

std::string_view to_word(Backend backend) noexcept
{
    return backend == Backend::sqlite ? "sqlite" : "postgres";
}

std::string texts_of_json(Backend backend, std::string_view alias)
{
    // json_each() has more columns, whose names may collide with those of tables.
    const auto* const call = backend == Backend::sqlite ? "(SELECT value FROM json_each($1))"
                                                        : "json_array_elements_text($1::json)";
    return fmt::format("{} AS {}", call, alias);
}

std::string records_of_json(Backend backend, std::string_view columns)
{
    if (backend == Backend::postgres) {
        return fmt::format("json_to_recordset($1::json) AS x ({})", columns);
    }
    std::string expressions;
    while (!columns.empty()) {
        const auto end = columns.find(", ");
        expressions += expressions.empty() ? "" : ", ";
        expressions += sqlite_column(columns.substr(0, end));
        columns.remove_prefix(end == std::string_view::npos ? columns.size() : end + 2);
    }
    return fmt::format("(SELECT {} FROM json_each($1)) AS x", expressions);
}

// The format of to_milliseconds(); now() is the start of the transaction, however long it waited.
std::string current_time(Backend backend)
{
    return backend == Backend::sqlite ? "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
                                      : "clock_timestamp()";
}

std::string time_after(Backend backend, std::string_view parameter)
{
    return backend == Backend::sqlite
               ? fmt::format("strftime('%Y-%m-%dT%H:%M:%fZ', 'now', {} || ' seconds')", parameter)
               : fmt::format("clock_timestamp() + {}::double precision * interval '1 second'",
                             parameter);
}

} // namespace cb::db
