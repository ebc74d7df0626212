#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace cb {

/// A hash with which a table of strings can be asked for a string_view, beside std::equal_to<>.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept
    {
        return std::hash<std::string_view>{}(text);
    }
};

} // namespace cb
