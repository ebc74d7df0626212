#pragma once

#include "base/text_style.hpp"
#include "store/selection.hpp"

#include <string>

namespace cb::terminal {

/// The latest commit of each selected series, with a row for each environment: the name, the median
/// of the jobs' medians, the range and the number of all samples, and what was measured where. A
/// heading per repository; "nothing is stored" for an empty selection. Memory grows with the text.
/// Throws what Queries throws. Safe for a terminal.
[[nodiscard]] std::string
to_latest_table(store::Queries& queries, const store::Selection& selection, const TextStyle& style);

} // namespace cb::terminal
