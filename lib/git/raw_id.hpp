#pragma once

#include <array>
#include <cstddef>
#include <cstring>

namespace cb::git {

/// An object id as git stores it: SHA-1.
using RawId = std::array<unsigned char, 20>;

/// Object ids are already hashes, so any eight bytes suffice.
struct RawIdHash {
    [[nodiscard]] std::size_t operator()(const RawId& id) const noexcept
    {
        std::size_t hash = 0;
        std::memcpy(&hash, id.data(), sizeof hash);
        return hash;
    }
};

} // namespace cb::git
