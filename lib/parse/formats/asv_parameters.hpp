#pragma once

#include "json/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The parameters of asv's benchmarks.
namespace cb::parse {

/// The values of the parameters, whose combinations are in the order of itertools.product: the last
/// one varies fastest.
class Parameters {
public:
    /// None if they are no lists of texts. The texts stay the JSON's.
    [[nodiscard]] static std::optional<Parameters> of(JsonValue lists);

    /// How many there are; of more than 16 million so many.
    [[nodiscard]] std::size_t combinations() const { return combinations_; }
    /// More bytes than a combination as a text has.
    [[nodiscard]] std::size_t longest() const { return longest_; }
    /// "(10, 'a')", as asv shows it; nothing where there are no parameters.
    [[nodiscard]] std::string text(std::size_t combination) const;

private:
    std::vector<std::vector<std::string_view>> values_{};
    std::size_t combinations_ = 1;
    std::size_t longest_ = 0;
};

/// What the names of all combinations of a text may take in all: a long value stands once and is in
/// the names of many.
class Names {
public:
    [[nodiscard]] bool take(std::size_t bytes)
    {
        const bool is_enough = bytes <= left_;
        left_ -= is_enough ? bytes : 0;
        return is_enough;
    }

private:
    std::size_t left_ = 256U << 20U;
};

} // namespace cb::parse
