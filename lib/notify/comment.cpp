#include "notify/comment.hpp"

#include "base/utf8.hpp"
#include "notify/text.hpp"
#include "verdict/comparison_output.hpp"
#include "verdict/markdown.hpp"

#include <fmt/format.h>

#include <array>

namespace cb::notify {

namespace {

using verdict::Finding;
using verdict::Row;
using verdict::to_markdown_code;

constexpr std::size_t max_name = 200;

bool is_changed(const Row& row)
{
    return is_change(row.finding);
}

std::string code(std::string_view text)
{
    return text.empty() ? "" : to_markdown_code(cut(text, max_name));
}

/// A list in Markdown; "" if there is nothing.
std::string markdown_list(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines) {
        text += fmt::format("- {}\n", to_markdown_code(printable(line, 2000)));
    }
    return text;
}

std::string markdown_alerts(const Message& message)
{
    std::string text;
    for (const auto& alert : message.alerts) {
        text += fmt::format("- {}\n", to_markdown_code(alert.summary));
    }
    return text;
}

std::string markdown_command(const Message& message)
{
    return message.command.empty() ? "" : to_markdown_code(printable(message.command, 2000));
}

std::string markdown_details(const Message& message, std::size_t max_rows)
{
    if (!message.comparison) {
        return "";
    }
    const auto rows = verdict::to_markdown_table(
        *message.comparison,
        verdict::Visible::shown,
        [](const Row& row) { return !is_changed(row); },
        max_rows);
    return fmt::format("<details><summary>The other series, and what this rests on</summary>\n\n"
                       "{}{}{}\n</details>\n",
                       rows,
                       rows.empty() ? "" : "\n",
                       verdict::to_markdown_notes(*message.comparison, verdict::Rows::notable));
}

Fields markdown_fields(const Message& message, std::size_t max_rows)
{
    const auto& source = message.source;
    return {
        {"verdict", message.verdict_markdown},
        {"standing", std::string{to_word(message.standing)}},
        {"changes",
         message.comparison
             ? verdict::to_markdown_table(
                   *message.comparison, verdict::Visible::hidden, &is_changed, max_rows)
             : ""},
        {"details", markdown_details(message, max_rows)},
        {"failures", markdown_list(message.failures)},
        {"alerts", markdown_alerts(message)},
        {"report", message.report_url.empty() ? "" : fmt::format("<{}>", message.report_url)},
        {"command", markdown_command(message)},
        {"base", message.base.value_or("")},
        {"commit", source.commit->hex()},
        {"branch", code(source.branch.value_or(""))},
        {"pull", source.pull ? std::to_string(source.pull->number) : ""},
        {"title", code(source.pull ? source.pull->title : source.subject.value_or(""))},
        {"repository", code(source.repo)},
        {"author", code(source.pull ? source.pull->author : source.author.value_or(""))},
    };
}

constexpr std::string_view comment_template = R"(**{verdict}**

{changes}
{failures}
{alerts}
{details}

- Commit: {commit}
- Compared with: {base}
- To reproduce: {command}
- Report: {report}
)";

constexpr std::string_view message_template = R"({verdict}

{changes}

{failures}

{alerts}

{repository} {commit} {branch}
Pull request: {pull}
Subject: {title}
Author: {author}
Compared with: {base}
To reproduce: {command}
Report: {report}

{details}
)";

} // namespace

Templates Templates::standard()
{
    return {Template::parse(comment_template).value(), Template::parse(message_template).value()};
}

std::string to_comment(const Message& message, const Template& text, std::size_t max_bytes)
{
    for (const std::size_t max_rows : {300U, 100U, 30U, 10U, 3U}) {
        auto comment = text.fill(markdown_fields(message, max_rows));
        if (comment.size() <= max_bytes) {
            return comment;
        }
    }
    const auto verdict = fmt::format("**{}**\n", to_markdown_code(cut(message.verdict, 1000)));
    return verdict.size() <= max_bytes ? verdict : std::string{to_word(message.standing)};
}

} // namespace cb::notify
