#include "base/words.hpp"

#include <fmt/format.h>

namespace cb {

std::string unknown_word(std::string_view text, std::span<const std::string_view> known)
{
    return fmt::format("\"{:.80}\" is not one of {}", text, fmt::join(known, ", "));
}

} // namespace cb
