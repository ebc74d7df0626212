#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace cb {

/// Together with std::equal_to<>, allows lookups by string_view in tables of strings.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept
    {
        return std::hash<std::string_view>{}(text);
    }
};

} // namespace cb
