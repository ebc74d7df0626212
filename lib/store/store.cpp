#include "store/store.hpp"

#include "store/backends.hpp"

namespace cb::store {

std::vector<Put> Store::put(std::span<const Manifest> manifests)
{
    std::vector<const Manifest*> all;
    all.reserve(manifests.size());
    for (const auto& manifest : manifests) {
        all.push_back(&manifest);
    }
    return put_batch(all);
}

std::unique_ptr<Store> open(const Target& target, Access access)
{
    if (const auto* const file = std::get_if<SqliteFile>(&target)) {
        return open_sqlite(file->path, access);
    }
    return open_postgres(std::get<Postgres>(target).conninfo, access);
}

} // namespace cb::store
