#include "stats/random.hpp"

#include "base/error.hpp"

namespace cb::stats {

std::uint64_t Random::not_too_many(std::uint64_t product, std::uint32_t bound)
{
    if (bound == 0) {
        throw Error{Errc::bad_input, "a random number below 0 is asked for"};
    }
    const std::uint32_t too_many = (0U - bound) % bound; // 2^32 mod bound
    while (static_cast<std::uint32_t>(product) < too_many) {
        product = (next() >> 32U) * bound;
    }
    return product;
}

} // namespace cb::stats
