#include "base/lines.hpp"
#include "base/text.hpp"
#include "import/export_rows.hpp"
#include "import/readers.hpp"
#include "json/value.hpp"
#include "manifest/stream.hpp"
#include "parse/formats/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::imports {

namespace {

constexpr Bytes max_line{16U << 20U};

void refuse_line(const Input& input, std::uint64_t line, const std::string& reason, Output& output)
{
    output.refuse(fmt::format("{}, line {}", input.name, line), reason);
}

/// The member as the CSV spells it.
std::optional<std::string> text_of(JsonValue value)
{
    if (const auto text = value.text()) {
        return std::string{*text};
    }
    if (!value.is_list()) {
        return value ? std::optional{value.written()} : std::nullopt;
    }
    std::string words;
    for (const auto element : value.elements()) {
        (words += words.empty() ? "" : " ") += element.text_or("?");
    }
    return words;
}

/// Reads the rows of a CSV by the names in its header.
class CsvRows {
public:
    explicit CsvRows(ExportRows& rows) : rows_{rows} {}

    [[nodiscard]] Parsed<void> take(const std::vector<parse::CsvCell>& cells)
    {
        if (columns_.empty()) {
            for (const auto& cell : cells) {
                columns_.push_back(cell.text);
            }
            return {};
        }
        if (cells.size() != columns_.size()) {
            return tl::unexpected{
                fmt::format("has {} cells, and the header has {}", cells.size(), columns_.size())};
        }
        return rows_.take([&](std::string_view name) -> std::optional<std::string> {
            const auto at = std::find(columns_.begin(), columns_.end(), name);
            if (at == columns_.end()) {
                return std::nullopt;
            }
            const auto& text = cells[static_cast<std::size_t>(at - columns_.begin())].text;
            const bool is_name = name == "benchmark" || name == "test" || name == "metric";
            return text.empty() && !is_name ? std::nullopt : std::optional{text};
        });
    }

private:
    ExportRows& rows_;
    std::vector<std::string> columns_{};
};

} // namespace

void import_manifests(Input input, Output& output)
{
    ManifestReader reader{input.fd.get(),
                          input.name,
                          output.log(),
                          ManifestReader::default_line_limit,
                          std::move(input.start)};
    reader.keep_aliases();
    while (auto job = reader.next()) {
        if (output.wants(job->source().repo)) {
            output.put(std::move(*job));
        }
    }
    for (auto& alias : reader.take_aliases()) {
        if (output.wants(alias.repo)) {
            output.put(std::move(alias));
        }
    }
    output.count_refused(reader.bad_lines());
}

void import_jsonl(Input input, Output& output)
{
    LineReader lines{input.fd.get(), max_line, std::move(input.start)};
    JsonParser parser;
    ExportRows rows{output};
    while (const auto line = lines.next()) {
        if (trimmed(line->text).empty()) {
            continue;
        }
        const auto root = parser.parse(line->text);
        const auto taken =
            root ? rows.take([&root](std::string_view name) { return text_of((*root)[name]); })
                 : Parsed<void>{tl::unexpected{root.error()}};
        if (!taken) {
            refuse_line(input, line->number, taken.error(), output);
        }
    }
    rows.finish();
}

void import_csv(Input input, Output& output)
{
    LineReader lines{input.fd.get(), max_line, std::move(input.start)};
    parse::CsvRecord record{','};
    ExportRows rows{output};
    CsvRows csv{rows};
    while (const auto line = lines.next()) {
        if (!record.is_open() && trimmed(line->text).empty()) {
            continue;
        }
        if (!record.take(line->text, line->number)) {
            continue;
        }
        auto cells = record.finish();
        if (auto& last = cells.back().text; last.ends_with('\r')) { // of the end of the line
            last.pop_back();
        }
        if (const auto taken = csv.take(cells); !taken) {
            refuse_line(input, line->number, taken.error(), output);
        }
    }
    if (record.is_open()) {
        output.refuse(input.name, "the last row is not complete");
    }
    rows.finish();
}

} // namespace cb::imports
