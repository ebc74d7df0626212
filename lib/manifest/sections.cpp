#include "manifest/sections.hpp"

#include <fmt/format.h>

namespace cb {

Parsed<Turns> Spelling<Turns>::parse(std::string_view text)
{
    Turns turns;
    for (const char c : text) {
        if (c != 'A' && c != 'B') {
            return tl::unexpected{fmt::format("\"{:.80}\" is not an order such as ABBA", text)};
        }
        turns.images.push_back(c == 'A' ? Turns::Image::other : Turns::Image::this_one);
    }
    return turns;
}

std::string Spelling<Turns>::text(const Turns& turns)
{
    std::string text;
    for (const auto image : turns.images) {
        text += image == Turns::Image::other ? 'A' : 'B';
    }
    return text;
}

} // namespace cb
