#pragma once

#include <string>
#include <string_view>

/// Untrusted texts in Markdown.
namespace cb::verdict {

/// The text as code in one line, as GitHub, GitLab and Gitea show it, also in a cell of a table.
/// Names come from benchmarks and commits: they must not become markup, links, mentions, references
/// to issues, or commands. These forges look for mentions after the Markdown is translated, so
/// escaping is not enough; they do not look into code. A text that cannot mean anything stays as it
/// is.
[[nodiscard]] std::string to_markdown_code(std::string_view text);

} // namespace cb::verdict
