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

/// The text of uid_map or gid_map (user_namespaces(7)) by which files of `owner` belong to `user`
/// and the other way round; every other owner stays who he is.
[[nodiscard]] std::string swapped_ids(std::uint32_t owner, std::uint32_t user);

/// A user namespace with that map, for an idmapped mount (mount_setattr(2)). Lasts as long as the
/// descriptor. No descriptor where we may not make one.
[[nodiscard]] Fd owners_swapped(const UserIds& owner, const UserIds& user);

} // namespace cb::engine
