#pragma once

#include "base/error.hpp"
#include "parse/json_reading.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The rows that github-action-benchmark makes of a line of `go test -bench` (src/extract.ts).
namespace cb::parse {

/// One of the figures in a row, or what is wrong with it.
struct GoFigure {
    Parsed<double> value;
    std::string_view unit;
};

/// The figures of a row: its unit is what stood behind the first one in the line, with the others
/// in it: "ns/op\t   39461 B/op\t    1041 allocs/op".
[[nodiscard]] std::vector<GoFigure> split_go_figures(double value, std::string_view unit);

/// What the rows of one measurement say only together.
class GoRows {
public:
    /// `rows`: a list.
    explicit GoRows(JsonValue rows);

    /// Whether another row has the figure, too: newer versions add a row "BenchmarkX - B/op" for
    /// each figure of a row with several.
    [[nodiscard]] bool is_repeated(std::string_view name, std::string_view unit) const;
    /// The name of the benchmark, with the number of processors where the rows have several: the
    /// action takes that out of the name.
    [[nodiscard]] std::string
    test_of(JsonValue row, std::string_view name, std::string_view unit) const;

private:
    std::set<std::pair<std::string_view, std::string_view>> whole_{}; ///< units and names
    std::map<std::string_view, std::set<std::string_view>> processors_{};
};

} // namespace cb::parse
