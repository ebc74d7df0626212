#pragma once

#include "base/text_style.hpp"
#include "verdict/comparison.hpp"

#include <functional>
#include <string>

/// A comparison as text.
namespace cb::verdict {

/// Which rows people see.
enum class Rows {
    notable, ///< all but the unchanged and the unstable ones, which are counted
    all,
};

/// Whether the table has a column for the smallest visible change.
enum class Visible { hidden, shown };

struct TableOptions {
    TextStyle style{};
    Rows rows = Rows::notable;
    Visible visible = Visible::hidden;
};

/// One line without its newline: "slower: 2 of 41 (parse +6.1 %, …); faster: 1; unstable: 3".
/// Safe for a terminal.
[[nodiscard]] std::string to_verdict_line(const ComparisonReport& report,
                                          Charset charset = Charset::unicode);

/// For a terminal: the verdict line, the table, and the means.
[[nodiscard]] std::string to_text(const ComparisonReport& report, const TableOptions& options);

/// For the comment on a pull request, with the table in details that open on a click.
[[nodiscard]] std::string to_markdown(const ComparisonReport& report, const TableOptions& options);

/// The verdict line in Markdown.
[[nodiscard]] std::string to_markdown_verdict(const ComparisonReport& report);

/// The rows of the table that `choose` accepts, at most `max_rows` of them, in Markdown; empty if
/// there are none.
[[nodiscard]] std::string to_markdown_table(const ComparisonReport& report,
                                            Visible visible,
                                            const std::function<bool(const Row&)>& choose,
                                            std::size_t max_rows);

/// What the table does not say, a list in Markdown: the rows that are not shown, the means, what
/// the tests rest on, and jobs that nobody should trust.
[[nodiscard]] std::string to_markdown_notes(const ComparisonReport& report, Rows rows);

/// As in RFC 4180, with a header: a line per series.
[[nodiscard]] std::string to_csv(const ComparisonReport& report);

/// A JSON object per series and line.
[[nodiscard]] std::string to_jsonl(const ComparisonReport& report);

} // namespace cb::verdict
