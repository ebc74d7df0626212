#include "target_options.hpp"

#include "base/file.hpp"
#include "options.hpp"

#include <fmt/format.h>

namespace cb::cmd {

namespace {

/// Why no project file names the store.
constexpr auto store_reason = "all stages use one store; set CB_DB or CB_CONN_INFO_FILE";

store::Target postgres(const std::string& text)
{
    return store::Postgres{
        value_or_throw(store::Conninfo::parse(text), Errc::usage, "--conn-info")};
}

} // namespace

std::string read_conn_info(const std::string& file)
{
    try {
        return std::string{trimmed(read_file(file, Bytes{65536}))};
    } catch (const Error& error) {
        throw Error{Errc::usage, fmt::format("--conn-info-file: {}", error.what())};
    }
}

Group describe_target_options(TargetOptions& target)
{
    return {
        "The store",
        {
            {.name = "--db",
             .value = "FILE",
             .sentence = "Use an SQLite database [default: the user's own, docs/store.md]",
             .binding = once(target.db, &parse_text),
             .excludes = {"--conn-info", "--conn-info-file"},
             .scope = Scope::everywhere,
             .no_key = store_reason},
            {.name = "--conn-info",
             .value = "STR",
             .sentence = "Use a PostgreSQL database, named by a libpq string or URI; without a "
                         "value, by libpq's environment (PGHOST, PGSERVICE, ...)",
             .binding = once_or_empty(target.conn_info, &parse_any),
             .excludes = {"--conn-info-file"},
             .scope = Scope::everywhere,
             .no_key = store_reason},
            {.name = "--conn-info-file",
             .value = "FILE",
             .sentence = "Read --conn-info from a file, so that no password is visible in ps",
             .binding = once(target.conn_info_file, &parse_text),
             .scope = Scope::everywhere,
             .no_key = store_reason},
        },
    };
}

store::Target target_of(const TargetOptions& options)
{
    const bool is_default = !options.conn_info_file && !options.conn_info && !options.db;
    return is_default ? store::Target{store::default_file()} : find_target(options);
}

store::Target find_target(const TargetOptions& options)
{
    if (options.conn_info_file) {
        return postgres(read_conn_info(*options.conn_info_file));
    }
    if (options.conn_info) {
        return postgres(*options.conn_info);
    }
    return options.db ? store::SqliteFile{*options.db} : store::find_default_file();
}

} // namespace cb::cmd
