#include "store/store.hpp"

#include "store/database_store.hpp"
#include "store/upgrade.hpp"

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
    return std::make_unique<DatabaseStore>(db::open_database(target, access, upgrade_steps()));
}

} // namespace cb::store
