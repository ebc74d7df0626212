#include "base/utf8.hpp"
#include "json/writer.hpp"
#include "notify/comment.hpp"
#include "notify/text.hpp"
#include "verdict/comparison_cells.hpp"
#include "verdict/comparison_output.hpp"

#include <fmt/format.h>

namespace cb::notify {

namespace {

using verdict::Finding;

constexpr std::size_t max_name_characters = 200;

std::string line_of(std::string_view text)
{
    return cut(text, max_name_characters);
}

/// "parse time: 102.5 ns/op → 112.5 ns/op, +9.8 %"
std::string change_lines(const Message& message, std::size_t max_rows)
{
    std::string text;
    std::size_t omitted = 0;
    if (!message.comparison) {
        return text;
    }
    for (const auto& row : message.comparison->rows) {
        if (row.finding != Finding::slower && row.finding != Finding::faster &&
            row.finding != Finding::changed) {
            continue;
        }
        if (max_rows == 0) {
            ++omitted;
            continue;
        }
        --max_rows;
        const auto cells = verdict::cells_of(row, {});
        text += fmt::format(
            "{}: {}: {} → {}, {}\n", to_word(row.finding), cells[0], cells[1], cells[2], cells[3]);
    }
    return text + (omitted > 0 ? fmt::format("{} more\n", omitted) : "");
}

std::string detail_lines(const Message& message)
{
    std::string text;
    if (message.comparison) {
        for (const auto& line :
             verdict::folded_lines(*message.comparison, verdict::Rows::notable)) {
            text += line + "\n";
        }
        for (const auto& line : verdict::notes_of(*message.comparison)) {
            text += line + "\n";
        }
    }
    return text;
}

std::string plain_list(const std::vector<std::string>& lines)
{
    return lines.empty() ? "" : fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string alert_lines(const Message& message)
{
    std::string text;
    for (const auto& alert : message.alerts) {
        text += fmt::format("{}\n{}", alert.summary, alert.lines);
    }
    return text;
}

Fields plain_fields(const Message& message, std::size_t max_rows)
{
    const auto& source = message.source;
    return {
        {"verdict", headline_of(message)},
        {"standing", std::string{to_word(message.standing)}},
        {"changes", change_lines(message, max_rows)},
        {"details", detail_lines(message)},
        {"failures", message.failures.size() > 1 ? plain_list(message.failures) : ""},
        {"alerts", alert_lines(message)},
        {"report", message.report_url},
        {"command", printable(message.command, 2000)},
        {"base", message.base.value_or("")},
        {"commit", source.commit->hex()},
        {"branch", line_of(source.branch.value_or(""))},
        {"pull", source.pull ? std::to_string(source.pull->number) : ""},
        {"title", line_of(source.pull ? source.pull->title : source.subject.value_or(""))},
        {"repository", line_of(source.repo)},
        {"author", line_of(source.pull ? source.pull->author : source.author.value_or(""))},
    };
}

void write_rows(JsonWriter& json, const verdict::ComparisonReport& report)
{
    constexpr std::size_t max_rows = 500;
    std::size_t shown = 0;
    json.key("series").begin_array();
    for (const auto& row : report.rows) {
        if (shown++ == max_rows) {
            break; // the rows are by finding, so what is left out did not change
        }
        json.begin_object()
            .member("benchmark", row.name.benchmark)
            .member("test", row.name.test)
            .member("metric", row.name.metric)
            .member("unit", row.name.unit)
            .member("finding", to_word(row.finding))
            .member("before", row.base ? std::optional{row.base->median} : std::nullopt)
            .member("after", row.candidate ? std::optional{row.candidate->median} : std::nullopt)
            .member("change", row.change)
            .member("p_value", row.p_value)
            .member("visible", row.visible)
            .end_object();
    }
    json.end_array().member("series_count", std::uint64_t{report.rows.size()});
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts)
{
    json.key(name).begin_array();
    for (const auto& text : texts) {
        json.value(text);
    }
    json.end_array();
}

} // namespace

std::string to_plain_text(const Message& message, const Template& text, std::size_t max_bytes)
{
    for (const std::size_t max_rows : {50U, 20U, 5U}) {
        auto filled = text.fill(plain_fields(message, max_rows));
        if (filled.size() <= max_bytes) {
            return filled;
        }
    }
    const auto filled = text.fill(plain_fields(message, 5));
    constexpr std::string_view rest = "\n...\n";
    auto end = max_bytes - rest.size();
    while (end > 0 && !is_utf8_start(filled[end])) {
        --end;
    }
    return filled.substr(0, end) + std::string{rest};
}

std::string headline_of(const Message& message)
{
    std::string line;
    for (const auto& alert : message.alerts) {
        if (alert.commit != message.source.commit->hex()) {
            line += alert.summary + "; ";
        }
    }
    return line + message.verdict;
}

std::string name_of(const Message& message)
{
    constexpr std::size_t digits = 12;
    const auto& source = message.source;
    const auto commit = source.commit->hex().substr(0, digits);
    return source.pull
               ? fmt::format("{}, pull request {}", line_of(source.repo), source.pull->number)
               : fmt::format("{}, {}{}{}",
                             line_of(source.repo),
                             line_of(source.branch.value_or("")),
                             source.branch ? " " : "",
                             commit);
}

std::string to_json(const Message& message)
{
    const auto& source = message.source;
    JsonWriter json;
    json.begin_object()
        .member("version", 1)
        .member("repository", source.repo)
        .member("commit", source.commit->hex())
        .member("branch", source.branch)
        .key("pull");
    if (source.pull) {
        json.value(source.pull->number);
    } else {
        json.null();
    }
    json.member("subject", source.subject)
        .member("author", source.author)
        .member("standing", to_word(message.standing))
        .member("failing", message.is_failing)
        .member("verdict", message.verdict)
        .member("base", message.base);
    write_texts(json, "failures", message.failures);
    json.key("alerts").begin_array();
    for (const auto& alert : message.alerts) {
        json.begin_object()
            .member("commit", alert.commit)
            .member("summary", alert.summary)
            .member("regression", alert.has_regression)
            .end_object();
    }
    json.end_array();
    if (message.comparison) {
        write_rows(json, *message.comparison);
    }
    json.member("report", message.report_url).member("command", message.command).end_object();
    return json.take();
}

} // namespace cb::notify
