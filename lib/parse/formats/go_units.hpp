#pragma once

#include "base/text_hash.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cb::parse {

/// The units of the figures in a line, one after the other. Most lines have the same ones, so that
/// a sequence is a number: that of its end in a tree.
class GoUnits {
public:
    using Unit = std::uint32_t;
    using Sequence = std::uint32_t;
    static constexpr Sequence nothing = 0; ///< the sequence without a unit

    /// The units of `before`, and then that one. Where the sequence went on like that the last
    /// time, it costs one comparison.
    [[nodiscard]] Sequence then(Sequence before, std::string_view unit);
    /// Linear in their number.
    [[nodiscard]] std::vector<Unit> units_of(Sequence sequence) const;
    [[nodiscard]] const std::string& name_of(Unit unit) const { return names_[unit]; }

private:
    struct Node {
        Sequence before = nothing;
        Unit unit = 0;
        Sequence last_next = nothing; ///< what came behind it the last time
    };

    [[nodiscard]] Sequence find_or_add(Sequence before, std::string_view unit);

    std::vector<Node> nodes_{1};
    std::vector<std::string> names_{};
    std::unordered_map<std::string, Unit, TextHash, std::equal_to<>> by_name_{};
    std::unordered_map<std::uint64_t, Sequence> next_{}; ///< by the sequence before and the unit
};

} // namespace cb::parse
