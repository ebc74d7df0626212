#pragma once

#include "base/error.hpp"
#include "parse/json_reading.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The rows that github-action-benchmark derives from a line of `go test -bench` (src/extract.ts).
namespace cb::parse {

/// One figure of a row, or its error.
struct GoFigure {
    Parsed<double> value;
    std::string_view unit;
};

/// The figures of a row. Its unit is the rest of the line after the first value, including the
/// other figures: "ns/op\t   39461 B/op\t    1041 allocs/op".
[[nodiscard]] std::vector<GoFigure> split_go_figures(double value, std::string_view unit);

/// What only all rows of one measurement together show.
class GoRows {
public:
    /// `rows` is a list.
    explicit GoRows(JsonValue rows);

    /// Whether another row has the same figure: newer versions add a row "BenchmarkX - B/op" for
    /// each figure of a row with several.
    [[nodiscard]] bool is_repeated(std::string_view name, std::string_view unit) const;
    /// The benchmark's name, including the number of processors if the rows have several: the
    /// action removes it from the name.
    [[nodiscard]] std::string
    test_of(JsonValue row, std::string_view name, std::string_view unit) const;

private:
    std::set<std::pair<std::string_view, std::string_view>> whole_{}; ///< pairs of unit and name
    std::map<std::string_view, std::set<std::string_view>> processors_{};
};

} // namespace cb::parse
