#include "target_options.hpp"

#include "base/file.hpp"
#include "options.hpp"
#include "variables.hpp"

#include <fmt/format.h>

namespace cb::cmd {

namespace {

Parsed<std::string> parse_any(std::string_view text)
{
    return std::string{text};
}

store::Target postgres(const std::string& text)
{
    return store::Postgres{
        value_or_throw(store::Conninfo::parse(text), Errc::usage, "--conn-info")};
}

/// That the file cannot be read does not change by trying again.
std::string read_conn_info(const std::string& file)
{
    try {
        return std::string{trimmed(read_file(file, Bytes{65536}))};
    } catch (const Error& error) {
        throw Error{Errc::usage, fmt::format("--conn-info-file: {}", error.what())};
    }
}

} // namespace

void add_target_options(CLI::App& app, TargetOptions& options)
{
    auto* const db = add_parsed(app,
                                "--db",
                                options.db,
                                &parse_text,
                                "FILE  SQLite database [default: the user's own, docs/store.md]");
    auto* const conn_info =
        add_parsed(app,
                   "--conn-info",
                   options.conn_info,
                   &parse_any,
                   "STR  PostgreSQL database, as a libpq string or URI; without a value, "
                   "libpq's environment (PGHOST, PGSERVICE, ...)");
    conn_info->expected(0, 1);
    auto* const file =
        add_parsed(app,
                   "--conn-info-file",
                   options.conn_info_file,
                   &parse_text,
                   "FILE  Read --conn-info from a file, so that no password shows in ps");
    for (auto* const option : {db, conn_info, file}) { // the same store for every command
        option->envname(shared_variable(option->get_name()));
    }
    db->excludes(conn_info)->excludes(file);
    conn_info->excludes(file);
}

store::Target target_of(const TargetOptions& options)
{
    if (options.conn_info_file) {
        return postgres(read_conn_info(*options.conn_info_file));
    }
    if (options.conn_info) {
        return postgres(*options.conn_info);
    }
    return options.db ? store::Target{store::SqliteFile{*options.db}} : store::default_file();
}

} // namespace cb::cmd
