#pragma once

#include <pqxx/pqxx>
#if PQXX_VERSION_MAJOR < 7
#include <pqxx/tablewriter>
#endif

#include <string>
#include <vector>

/// Hides the differences between libpqxx 6.4 (Debian 12), 7.8 (Ubuntu 24.04) and 7.10 (Debian 13).
namespace cb::db {

/// The parameters or fields of a row, as text; a null pointer is NULL. Not std::optional, because
/// Debian 12 builds libpqxx 6.4 without support for it and would treat it as a pointer.
struct Fields {
    using value_type = const char*;
    std::vector<const char*> texts{};
    // Pointers, because libpqxx 6.4 requires them.
    [[nodiscard]] const value_type* begin() const noexcept { return texts.data(); }
    [[nodiscard]] const value_type* end() const noexcept { return texts.data() + texts.size(); }
};

/// Runs a query with $1, $2, ….
inline pqxx::result
exec(pqxx::transaction_base& transaction, const std::string& sql, const Fields& parameters)
{
#if PQXX_VERSION_MAJOR >= 7
    pqxx::params params;
    params.reserve(parameters.texts.size());
    for (const auto* const text : parameters) {
        if (text != nullptr) {
            params.append(std::string{text});
        } else {
            params.append();
        }
    }
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
    return transaction.exec(sql, params);
#else
    return transaction.exec_params(sql, params);
#endif
#else
    return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(parameters.texts));
#endif
}

/// COPY into a table. \pre `table` and `columns` are literals, because they are not quoted
#if PQXX_VERSION_MAJOR >= 7
class CopyStream {
public:
    CopyStream(pqxx::transaction_base& transaction,
               const std::string& table,
               const std::string& columns)
        : stream_{pqxx::stream_to::raw_table(transaction, table, columns)}
    {}
    void add(const Fields& row) { stream_ << row; }
    void complete() { stream_.complete(); }

private:
    pqxx::stream_to stream_;
};
#else
// Its stream_to needs a row length known at compile time; the older class takes lines.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
class CopyStream {
public:
    CopyStream(pqxx::transaction_base& transaction,
               const std::string& table,
               const std::string& columns)
        : writer_{transaction, table, &columns, &columns + 1}
    {}
    /// The line format is in https://www.postgresql.org/docs/current/sql-copy.html
    void add(const Fields& row)
    {
        for (const auto* const text : row) {
            append_field(text);
            lines_ += '\t';
        }
        lines_.back() = '\n';
        if (lines_.size() > max_buffered_bytes) {
            send();
        }
    }
    void complete()
    {
        if (!lines_.empty()) {
            send();
        }
        writer_.complete();
    }

private:
    /// A message for each line costs the server more than reading the line.
    static constexpr std::size_t max_buffered_bytes = 65536;

    void send()
    {
        lines_.pop_back(); // write_raw_line() appends a newline
        writer_.write_raw_line(lines_);
        lines_.clear();
    }
    void append_field(const char* text)
    {
        if (text == nullptr) {
            lines_ += "\\N";
            return;
        }
        const char* start = text; // of what needs no escape
        for (; *text != '\0'; ++text) {
            if (const char escape = escape_of(*text); escape != '\0') {
                lines_.append(start, text);
                lines_ += '\\';
                lines_ += escape;
                start = text + 1;
            }
        }
        lines_.append(start, text);
    }
    /// NUL if the character needs no escape.
    static char escape_of(char c)
    {
        switch (c) {
        case '\\':
            return '\\';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\t':
            return 't';
        default:
            return '\0';
        }
    }

    pqxx::tablewriter writer_;
    std::string lines_{};
};
#pragma GCC diagnostic pop
#endif

} // namespace cb::db
