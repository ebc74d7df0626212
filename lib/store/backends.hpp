#pragma once

#include "store/store.hpp"

#include <filesystem>
#include <memory>

/// As open() in store.hpp, each for its kind of target.
namespace cb::store {

[[nodiscard]] std::unique_ptr<Store> open_sqlite(const std::filesystem::path& path, Access access);
[[nodiscard]] std::unique_ptr<Store> open_postgres(const Conninfo& conninfo, Access access);

} // namespace cb::store
