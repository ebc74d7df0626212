#pragma once

#include "verdict/comparison_output.hpp"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// The cells of a comparison's table, for all texts that people read.
namespace cb::verdict {

inline constexpr std::size_t columns = 8;
inline constexpr std::size_t visible_column = 4;    ///< hidden unless it is asked for
inline constexpr std::size_t columns_to_change = 4; ///< those that no table can lose
using Cells = std::array<std::string, columns>;     ///< a row of the table

/// The heads of the columns; that of a hidden column is empty.
[[nodiscard]] Cells table_head(const TableOptions& options);

/// The cells of a row: name, base, candidate, change, smallest visible change, p, interval, n.
[[nodiscard]] Cells cells_of(const Row& row, const TableOptions& options);

/// The name of a series in one line, safe for a terminal: its test, with its benchmark if another
/// benchmark has such a test, or the benchmark if the test has no name; and the metric.
[[nodiscard]] std::string series_text(const Row& row);

/// Writes the name of a series.
using ShowName = std::function<std::string(std::string_view)>;

/// The verdict line, with names as `show_name` writes them.
[[nodiscard]] std::string
to_verdict_line(const ComparisonReport& report, Charset charset, const ShowName& show_name);

/// "old: A, new: B" and what the tests rest on, one sentence per line without newlines.
[[nodiscard]] std::vector<std::string> notes_of(const ComparisonReport& report);

/// A line per finding whose rows are not shown: "unstable: 12, smallest visible change 7 to 19 %".
[[nodiscard]] std::vector<std::string> folded_lines(const ComparisonReport& report, Rows rows);

/// A line per metric with several series: "geometric mean of time: +1.2 % (-0.1 % to +2.5 %), 41
/// series".
[[nodiscard]] std::vector<std::string> mean_lines(const ComparisonReport& report);

[[nodiscard]] bool is_shown(const Row& row, Rows rows);

} // namespace cb::verdict
