#pragma once

#include <string_view>
#include <vector>

namespace cb {

/// A member of a JSON object as written, without surrounding whitespace.
struct RawMember {
    std::string_view key; ///< including its quotes and escapes
    std::string_view value;
};

/// The members of a JSON object, in order. They point into `object`, which must outlive them.
/// Linear. \pre `object` is one valid JSON object
[[nodiscard]] std::vector<RawMember> members_of(std::string_view object);

/// The elements of a JSON array as written, without surrounding whitespace. They point into
/// `array`. Linear. \pre `array` is one valid JSON array
[[nodiscard]] std::vector<std::string_view> elements_of(std::string_view array);

} // namespace cb
