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

std::unique_ptr<Store>
open(const Target& target, Access access, const db::OnMigration& on_migration)
{
    return std::make_unique<DatabaseStore>(open_upgraded(target, access, on_migration));
}

} // namespace cb::store
