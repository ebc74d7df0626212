#pragma once

#include "parse/find.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

namespace cb::parse {

/// Gathers what a reader finds: results of the same benchmark, test and metric become one, with the
/// samples of all in the order in which they came.
class Collector {
public:
    /// How many rejected entries are kept; of more only the number is told.
    static constexpr std::size_t most_rejected = 1000;

    /// Adds the result, or says why it contradicts what was there before; then nothing changes.
    /// Names hold no NUL byte. Amortized constant time a sample.
    [[nodiscard]] std::optional<std::string> add(Result result);
    void reject(Rejected rejected);
    /// What was gathered. The collector is used up.
    [[nodiscard]] Found take(std::string format);

private:
    Found found_{};
    std::unordered_map<std::string, std::size_t> index_{}; ///< of the results by their names
    std::size_t rejected_ = 0; ///< how many entries, also those that are not kept
};

} // namespace cb::parse
