#include "parse/formats/go_units.hpp"

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

struct Metric {
    std::string_view unit, name;
};

/// What package testing itself measures (src/testing/benchmark.go). A custom metric
/// (B.ReportMetric) has only a unit, which also serves as its name.
constexpr std::array own_metrics{
    Metric{"ns/op", "time"},
    Metric{"MB/s", "throughput"},
    Metric{"B/op", "memory"},
    Metric{"allocs/op", "allocs"},
};

} // namespace

std::string go_metric_of(std::string_view unit)
{
    for (const auto& metric : own_metrics) {
        if (metric.unit == unit) {
            return std::string{metric.name};
        }
    }
    return std::string{unit};
}

GoUnits::Sequence GoUnits::find_or_add(Sequence before, std::string_view unit)
{
    auto known = by_name_.find(unit);
    if (known == by_name_.end()) {
        known = by_name_.emplace(unit, static_cast<Unit>(names_.size())).first;
        names_.emplace_back(unit);
    }
    const auto key = std::uint64_t{before} << 32U | known->second;
    const auto [at, is_new] = next_.try_emplace(key, static_cast<Sequence>(nodes_.size()));
    if (is_new) {
        nodes_.push_back({.before = before, .unit = known->second});
    }
    nodes_[before].last_unit = names_[known->second];
    nodes_[before].last_next = at->second;
    return at->second;
}

std::vector<GoUnits::Unit> GoUnits::units_of(Sequence sequence) const
{
    std::vector<Unit> units;
    for (; sequence != nothing; sequence = nodes_[sequence].before) {
        units.push_back(nodes_[sequence].unit);
    }
    std::reverse(units.begin(), units.end());
    return units;
}

} // namespace cb::parse
