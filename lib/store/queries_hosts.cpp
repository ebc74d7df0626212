#include "store/queries.hpp"
#include "store/queries_sql.hpp"
#include "store/rows.hpp"
#include "store/stored_text.hpp"

namespace cb::store {

std::vector<HostInfo> Queries::hosts()
{
    std::vector<HostInfo> hosts;
    database_->begin_read()->query(sql::hosts, {}, [&hosts](const db::Row& row) {
        const auto count = [&row](int column) {
            return static_cast<std::uint64_t>(row.integer(column));
        };
        hosts.push_back({.name = std::string{row.text(0)},
                         .host_key = std::string{row.text(1)},
                         .cpu = std::string{row.text(2)},
                         .kernel = std::string{row.text(3)},
                         .first_seen = row.time(4).value_or(Time{}),
                         .last_seen = row.time(5).value_or(Time{}),
                         .clean = count(6),
                         .suspect = count(7),
                         .invalid = count(8)});
    });
    return hosts;
}

std::vector<HostFitness> Queries::host_fitness(const std::string& name, const std::string& host_key)
{
    std::vector<HostFitness> all;
    database_->begin_read()->query(
        sql::fitness_of_host, {host_digest(name, host_key)}, [&all](const db::Row& row) {
            all.push_back({.at = row.time(0).value_or(Time{}),
                           .verdict = stored_word<Verdict>(row.text(1)),
                           .reasons = std::string{row.text(2)}});
        });
    return all;
}

} // namespace cb::store
