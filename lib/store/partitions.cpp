#include "store/partitions.hpp"

#include "base/quantity.hpp"

#include <fmt/format.h>

namespace cb::store {

Parsed<Partitions> Partitions::parse(std::string_view text)
{
    return parse_count(text, 2, 1024).map([](std::uint64_t count) { return Partitions{count}; });
}

/// A table cannot be changed into a partitioned one, so this creates it again, with the same names.
void split_measurements(db::Transaction& transaction, Partitions partitions)
{
    std::string results;
    transaction.query("SELECT pg_get_viewdef('results'::regclass)", {}, [&](const db::Row& row) {
        results = row.text(0);
    });
    transaction.run_script(
        "CREATE TABLE split (LIKE measurement INCLUDING ALL EXCLUDING INDEXES) "
        "PARTITION BY HASH (repository_id); "
        "DROP VIEW results; DROP TABLE measurement; ALTER TABLE split RENAME TO measurement; "
        "ALTER TABLE measurement ADD PRIMARY KEY (repository_id, series_id, job_id), "
        "ADD FOREIGN KEY (repository_id, series_id) REFERENCES series ON DELETE CASCADE, "
        "ADD FOREIGN KEY (repository_id, job_id) REFERENCES job ON DELETE CASCADE; "
        "CREATE INDEX measurement_job ON measurement (repository_id, job_id)");
    for (std::uint64_t i = 0; i < partitions.count(); ++i) {
        transaction.run_script(fmt::format("CREATE TABLE measurement_{} PARTITION OF measurement "
                                           "FOR VALUES WITH (MODULUS {}, REMAINDER {})",
                                           i,
                                           partitions.count(),
                                           i));
    }
    transaction.run_script("CREATE VIEW results AS " + results);
}

} // namespace cb::store
