#pragma once

#include "base/fd.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace cb::engine {

/// A user and a group of the host.
struct UserIds {
    uid_t uid;
    gid_t gid;
    [[nodiscard]] bool operator==(const UserIds&) const = default;
};

/// The text of uid_map or gid_map (user_namespaces(7)) that swaps `owner` and `user` and maps every
/// other id to itself.
[[nodiscard]] std::string make_swapped_ids(std::uint32_t owner, std::uint32_t user);

/// A user namespace with that map, for an idmapped mount (mount_setattr(2)). It exists while the
/// descriptor is open. Returns an empty Fd if cb may not create one.
[[nodiscard]] Fd make_swapped_owners(const UserIds& owner, const UserIds& user);

} // namespace cb::engine
