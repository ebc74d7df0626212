#pragma once

#include <string_view>
#include <vector>

namespace cb {

/// A member of a JSON object as it stands in the text, without the blanks around its parts.
struct RawMember {
    std::string_view key; ///< with its quotes and escapes
    std::string_view value;
};

/// The members of a JSON object, in order. They point into `object`, which must outlive them.
/// \pre `object` was found to be one valid JSON object. Linear.
[[nodiscard]] std::vector<RawMember> members_of(std::string_view object);

} // namespace cb
