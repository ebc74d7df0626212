#pragma once

#include "base/text_style.hpp"

#include <string>
#include <vector>

namespace cb {

/// A row of a table for a terminal. All rows of a table have equally many cells.
struct TableRow {
    std::vector<std::string> cells{};
    Hue hue = Hue::plain;
};

/// The rows, one a line, in aligned columns, two blanks apart; the first row is the head. Columns
/// without text below the head are left out. Lines that exceed the width of the style lose their
/// last columns, at most until `min_columns` are left, and names, which are the first column,
/// become shorter: to a third of the width before a column is lost, and to 12 characters after
/// that. Then the lines are cut. The head says with the sign of a cut that columns are missing.
/// Linear.
[[nodiscard]] std::string
to_table(const std::vector<TableRow>& rows, const TextStyle& style, std::size_t min_columns = 2);

} // namespace cb
