#pragma once

#include "json/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The parameters of asv's benchmarks.
namespace cb::parse {

/// The parameter values, whose combinations are in the order of itertools.product: the last
/// parameter varies fastest.
class Parameters {
public:
    /// Nullopt if these are not lists of texts. The texts remain views of the JSON.
    [[nodiscard]] static std::optional<Parameters> of(JsonValue lists);

    /// The number of combinations, capped at 16 million.
    [[nodiscard]] std::size_t combinations() const { return combinations_; }
    /// An upper bound of the size of a combination's text.
    [[nodiscard]] std::size_t longest() const { return longest_; }
    /// "(10, 'a')", as asv shows it; empty without parameters.
    [[nodiscard]] std::string text(std::size_t combination) const;

private:
    std::vector<std::vector<std::string_view>> values_{};
    std::size_t combinations_ = 1;
    std::size_t longest_ = 0;
};

/// Limits the total size of the names of all combinations of a text: a long value appears once in
/// the text but in the names of many.
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
