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

/// What `go test` measures in that unit; for a custom metric, the unit itself.
[[nodiscard]] std::string go_metric_of(std::string_view unit);

/// The sequences of units in lines. Most lines have the same sequence, so each is represented by a
/// number: that of its last node in a trie.
class GoUnits {
public:
    using Unit = std::uint32_t;
    using Sequence = std::uint32_t;
    static constexpr Sequence nothing = 0; ///< the empty sequence

    GoUnits() = default;
    GoUnits(GoUnits&&) = default;
    GoUnits& operator=(GoUnits&&) = default;

    /// The sequence `before` extended by the unit, which is not empty. Costs one comparison if the
    /// same unit followed last time.
    [[nodiscard]] Sequence then(Sequence before, std::string_view unit)
    {
        const auto& node = nodes_[before];
        return node.last_unit == unit ? node.last_next : find_or_add(before, unit);
    }
    /// Linear in the number of units.
    [[nodiscard]] std::vector<Unit> units_of(Sequence sequence) const;
    [[nodiscard]] const std::string& name_of(Unit unit) const { return names_[unit]; }

private:
    struct Node {
        Sequence before = nothing;
        Unit unit = 0;
        std::string_view last_unit{}; ///< the unit that followed last time; empty: no unit
        Sequence last_next = nothing; ///< the sequence that includes it
    };

    [[nodiscard]] Sequence find_or_add(Sequence before, std::string_view unit);

    std::vector<Node> nodes_{1};
    std::deque<std::string> names_{};
    std::unordered_map<std::string, Unit, TextHash, std::equal_to<>> by_name_{};
    std::unordered_map<std::uint64_t, Sequence> next_{}; ///< by the preceding sequence and the unit
};

} // namespace cb::parse
