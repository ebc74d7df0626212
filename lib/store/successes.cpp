#include "store/successes.hpp"

#include "db/database.hpp"

namespace cb::store {

std::vector<LastStored> read_last_stored(const Target& target)
{
    std::vector<LastStored> all;
    db::open_database(target, db::Access::read)
        ->begin_read()
        ->query("SELECT r.name, max(CASE j.status WHEN 'ok' THEN j.stored_at END), "
                "max(j.stored_at) FROM repository r "
                "LEFT JOIN job j ON j.repository_id = r.id GROUP BY r.id, r.name ORDER BY r.name",
                {},
                [&all](const db::Row& row) {
                    all.push_back({std::string{row.text(0)}, row.time(1), row.time(2)});
                });
    return all;
}

} // namespace cb::store
