#pragma once

#include "base/text_hash.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cb::parse {

/// What `go test` measures in that unit; of what a benchmark reports itself, the unit.
[[nodiscard]] std::string go_metric_of(std::string_view unit);

/// The units of the figures in a line, one after the other. Most lines have the same ones, so that
/// a sequence is a number: that of its end in a tree.
class GoUnits {
public:
    using Unit = std::uint32_t;
    using Sequence = std::uint32_t;
    static constexpr Sequence nothing = 0; ///< the sequence without a unit

    GoUnits() = default;
    GoUnits(GoUnits&&) = default;
    GoUnits& operator=(GoUnits&&) = default;

    /// The units of `before`, and then that one, which is not empty. Where the sequence went on
    /// like that the last time, it costs one comparison.
    [[nodiscard]] Sequence then(Sequence before, std::string_view unit)
    {
        const auto& node = nodes_[before];
        return node.last_unit == unit ? node.last_next : find_or_add(before, unit);
    }
    /// Linear in their number.
    [[nodiscard]] std::vector<Unit> units_of(Sequence sequence) const;
    [[nodiscard]] const std::string& name_of(Unit unit) const { return names_[unit]; }

private:
    struct Node {
        Sequence before = nothing;
        Unit unit = 0;
        std::string_view last_unit{}; ///< what came behind it the last time; empty: nothing
        Sequence last_next = nothing; ///< the sequence with it
    };

    [[nodiscard]] Sequence find_or_add(Sequence before, std::string_view unit);

    std::vector<Node> nodes_{1};
    std::deque<std::string> names_{};
    std::unordered_map<std::string, Unit, TextHash, std::equal_to<>> by_name_{};
    std::unordered_map<std::uint64_t, Sequence> next_{}; ///< by the sequence before and the unit
};

} // namespace cb::parse
