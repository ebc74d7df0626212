#include "base/utf8.hpp"
#include "store/info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::store {

namespace {

using Row = std::vector<std::string>;

/// A name may be of any length.
constexpr std::size_t most_name = 60;

std::string size_text(std::uint64_t bytes)
{
    constexpr std::array units{"KiB", "MiB", "GiB", "TiB"};
    auto size = static_cast<double>(bytes);
    const char* unit = "B";
    for (const auto* const next : units) {
        if (size < 1024) {
            break;
        }
        size /= 1024;
        unit = next;
    }
    return *unit == 'B' ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", size, unit);
}

std::string date_text(const std::optional<Time>& time)
{
    return time ? to_rfc3339(*time).substr(0, 10) : "-";
}

/// The first row is the heading. The first column is aligned to the left, the others to the right.
std::string table_text(const std::vector<Row>& rows)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], count_characters(row[i]));
        }
    }
    std::string text;
    for (const auto& row : rows) {
        text += row[0] + std::string(widths[0] - count_characters(row[0]), ' ');
        for (std::size_t i = 1; i < row.size(); ++i) {
            text += std::string(2 + widths[i] - count_characters(row[i]), ' ') + row[i];
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

std::string schema_text(const db::SchemaVersion& schema)
{
    if (schema.stored == schema.latest) {
        return fmt::format("{}, the latest", schema.stored);
    }
    return schema.stored == 0 ? std::string{"none yet: cb store makes it"}
                              : fmt::format("{}; this cb reads {}: cb store --migrate upgrades it",
                                            schema.stored,
                                            schema.latest);
}

std::string standby_text(const db::Standby& standby)
{
    const auto last = standby.last_change ? fmt::format("; its last change is of {}",
                                                        to_rfc3339(*standby.last_change))
                                          : std::string{};
    if (!standby.is_connected) {
        return "not connected to its primary" + last;
    }
    return standby.behind_s > 0
               ? fmt::format("{:.1f} s behind its primary{}", standby.behind_s, last)
               : "up to date" + last;
}

std::string tables_text(const StoreInfo& info)
{
    std::uint64_t measurements = 0;
    for (const auto& repository : info.repositories) {
        measurements += repository.measurements;
    }
    std::vector<Row> rows{{"table", "size", ""}};
    for (const auto& table : info.storage.tables) {
        std::string note;
        if (table.name == "measurement" && measurements > 0) {
            note = fmt::format("{} B a measurement", table.bytes / measurements);
        }
        if (table.partitions > 0) {
            note += fmt::format("{}{} partitions", note.empty() ? "" : ", ", table.partitions);
        }
        rows.push_back({printable(table.name, most_name), size_text(table.bytes), note});
    }
    return table_text(rows);
}

std::string repositories_text(const StoreInfo& info)
{
    std::vector<Row> rows{{"repository",
                           "commits",
                           "jobs",
                           "failed",
                           "runs",
                           "series",
                           "measurements",
                           "first commit",
                           "last commit",
                           "last stored"}};
    const auto count = [](std::uint64_t number) { return fmt::format("{}", number); };
    for (const auto& repository : info.repositories) {
        rows.push_back({printable(repository.name, most_name),
                        count(repository.commits),
                        count(repository.jobs),
                        count(repository.failed_jobs),
                        count(repository.runs),
                        count(repository.series),
                        count(repository.measurements),
                        date_text(repository.first_commit),
                        date_text(repository.last_commit),
                        date_text(repository.last_stored)});
    }
    return table_text(rows);
}

} // namespace

std::string to_text(const StoreInfo& info)
{
    auto text = fmt::format("database  {}\nserver    {}\nschema    {}\nsize      {}\n",
                            printable(info.name, 1000),
                            info.storage.version,
                            schema_text(info.schema),
                            size_text(info.storage.bytes));
    if (info.storage.standby) {
        text += fmt::format("standby   {}\n", standby_text(*info.storage.standby));
    }
    if (!info.storage.tables.empty()) {
        text += "\n" + tables_text(info);
    }
    if (!info.repositories.empty()) {
        text += "\n" + repositories_text(info);
    }
    return text;
}

} // namespace cb::store
