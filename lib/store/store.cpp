#include "store/store.hpp"

#include "store/backends.hpp"

#include <unordered_set>

namespace cb::store {

std::vector<Put> Store::put(std::span<const Manifest> manifests)
{
    std::vector<const Manifest*> distinct;
    std::unordered_set<std::string_view> seen;
    std::vector<std::size_t> first; // the manifests whose job was not in the batch before
    for (std::size_t i = 0; i < manifests.size(); ++i) {
        if (seen.insert(manifests[i].job().text()).second) {
            distinct.push_back(&manifests[i]);
            first.push_back(i);
        }
    }
    const auto puts = put_distinct(distinct);
    std::vector<Put> result(manifests.size(), Put::already_there);
    for (std::size_t i = 0; i < puts.size(); ++i) {
        result[first[i]] = puts[i];
    }
    return result;
}

std::unique_ptr<Store> open(const Target& target, Access access)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return open_sqlite(file->path, access);
    }
    return open_postgres(std::get<Postgres>(target).conninfo, access);
}

} // namespace cb::store
