#include "store/role.hpp"

#include "base/user.hpp"
#include "db/database.hpp"

#include <unistd.h>

namespace cb::store {

namespace {

/// The tables of the store are those beside schema_migration, which only a migration writes. The
/// rights on a table are enough: the rows of its identity columns come from sequences that belong
/// to it. A role that may set the owner's role is the owner.
constexpr const char* table_rights =
    "SELECT t.relname::text, pg_has_role(t.relowner, 'MEMBER'), "
    "has_table_privilege(t.oid, 'SELECT'), "
    "t.relname = 'schema_migration' OR (has_table_privilege(t.oid, 'INSERT') AND "
    "has_table_privilege(t.oid, 'UPDATE') AND has_table_privilege(t.oid, 'DELETE')), "
    "current_user::text FROM pg_class t WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition "
    "AND t.relnamespace = (SELECT s.relnamespace FROM pg_class s "
    "WHERE s.oid = to_regclass('schema_migration')) "
    "AND t.relname = ANY (string_to_array($1, ',')) ORDER BY t.relname";

/// The tables that reading or writing uses.
constexpr std::string_view tables =
    "schema_migration,repository,git_commit,environment,host,host_fitness,job,log,rejected,series,"
    "measurement,claim,notice,annotation,alias,baseline";

RoleRights rights_on(const SqliteFile& file)
{
    RoleRights rights{.role = user_name()};
    const auto directory = std::filesystem::absolute(file.path).parent_path();
    const bool may_write =
        ::access(file.path.c_str(), W_OK) == 0 && ::access(directory.c_str(), W_OK | X_OK) == 0;
    if (!may_write) {
        rights.unwritable.push_back(file.path.native());
    }
    return rights;
}

} // namespace

RoleRights read_role(const Target& target)
{
    const auto database = db::open_database(target, db::Access::inspect);
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return rights_on(*file);
    }
    RoleRights rights;
    database->begin_read()->query(table_rights, {tables}, [&rights](const db::Row& row) {
        const std::string table{row.text(0)};
        rights.owns_tables = rights.owns_tables || row.truth(1);
        if (!row.truth(2)) {
            rights.unreadable.push_back(table);
        }
        if (!row.truth(3)) {
            rights.unwritable.push_back(table);
        }
        rights.role = row.text(4);
    });
    return rights;
}

} // namespace cb::store
