#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/csv_table.hpp"
#include "parse/formats/history_time.hpp"
#include "parse/labels.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <cctype>

namespace cb::parse {

namespace {

/// The text with ASCII letters in lower case.
std::string lower(std::string_view text)
{
    std::string lower;
    for (const char c : text) {
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return lower;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
    return contains(words, word);
}

struct MeasuredColumn {
    std::string name, unit;
};

/// Whether the unit may follow a '_'. "latency_min" is a minimum, not minutes.
bool is_suffix(std::string_view unit)
{
    const auto length = nanoseconds(unit);
    return (length && *length <= 1e9) || converted(1, unit, "B").has_value();
}

/// What a column measures, and its unit: "time (ns)", "time [ns]", "time_ns", "ops_per_s".
MeasuredColumn measured_of(const std::string& column)
{
    const auto open = column.find_last_of("([");
    if (open != std::string::npos && open > 0 && (column.back() == ')' || column.back() == ']')) {
        return {.name = std::string{trimmed(std::string_view{column}.substr(0, open))},
                .unit = column.substr(open + 1, column.size() - open - 2)};
    }
    constexpr std::string_view per = "_per_";
    if (const auto at = column.rfind(per); at != std::string::npos) {
        const auto above = column.rfind('_', at == 0 ? 0 : at - 1) + 1; // npos + 1 is 0
        const auto start = above > at ? 0 : above;
        return {.name = column,
                .unit = fmt::format("{}/{}",
                                    std::string_view{column}.substr(start, at - start),
                                    std::string_view{column}.substr(at + per.size()))};
    }
    const auto last = column.rfind('_');
    if (last != std::string::npos && last > 0 && is_suffix(column.substr(last + 1))) {
        return {.name = column.substr(0, last), .unit = column.substr(last + 1)};
    }
    return {.name = column, .unit = ""};
}

/// The summary key for a column with a statistic; empty for other columns.
std::string statistic_of(const std::string& name)
{
    const auto word = lower(name);
    if (is_one_of(word, {"mean", "avg", "average"})) {
        return "avg";
    }
    if (is_one_of(word, {"stddev", "std_dev", "std"})) {
        return "stddev";
    }
    return is_one_of(word, {"median", "min", "max"}) ? word : "";
}

/// The part before "unit" in the name of a unit column: "time_" for "time_unit", which holds the
/// unit of all columns that end in "time"; nullopt for other columns.
std::optional<std::string> unit_prefix(const std::string& column)
{
    const auto word = lower(column);
    for (const std::string_view ending : {"unit", "units"}) {
        if (word.size() >= ending.size() &&
            std::string_view{word}.substr(word.size() - ending.size()) == ending) {
            const auto prefix = word.substr(0, word.size() - ending.size());
            if (prefix.empty() || (prefix.size() > 1 && prefix.back() == '_')) {
                return prefix;
            }
        }
    }
    return std::nullopt;
}

/// The better direction as spelled in a cell: "lower", "higher-is-better", ""; nullopt for other
/// words.
std::optional<Direction> parse_direction(std::string_view text)
{
    const auto word = lower(text);
    if (word.empty() || word == "unknown") {
        return Direction::unknown;
    }
    if (word.starts_with("lower") || word.starts_with("smaller")) {
        return Direction::lower;
    }
    if (word.starts_with("higher") || word.starts_with("bigger")) {
        return Direction::higher;
    }
    return std::nullopt;
}

/// A CSV file of an unknown tool, interpreted by the names of its columns.
class AnyTable final : public CsvTable {
public:
    explicit AnyTable(std::vector<std::string> names) : CsvTable{std::move(names)}
    {
        for (const auto& column : columns()) {
            roles_.push_back(role_of(lower(column)));
            measured_.push_back(measured_of(column));
        }
        if (!column_of_role(Role::commit)) {
            std::replace(roles_.begin(), roles_.end(), Role::time, Role::open);
            std::replace(roles_.begin(), roles_.end(), Role::branch, Role::open);
        }
        // Without a column for the test's name, the benchmark's name is used.
        if (!column_of_role(Role::test)) {
            std::replace(roles_.begin(), roles_.end(), Role::benchmark, Role::test);
        }
        const bool has_mean =
            std::any_of(measured_.begin(), measured_.end(), [](const MeasuredColumn& measured) {
                return statistic_of(measured.name) == "avg";
            });
        for (std::size_t i = 0; has_mean && i < roles_.size(); ++i) {
            if (roles_[i] == Role::open && !statistic_of(measured_[i].name).empty()) {
                roles_[i] = Role::statistic;
            }
        }
    }

protected:
    void read_cells() override
    {
        settle_commit_column();
        if (const auto column = column_of_role(Role::commit)) {
            read_of_commit(*column);
        } else {
            read_results();
        }
    }

private:
    /// Beside a time, a column of commits makes a history. Without one, it does if the first commit
    /// is a full hash; otherwise it is a label, which must be the same in all records.
    void settle_commit_column()
    {
        const auto column = column_of_role(Role::commit);
        if (column && !column_of_role(Role::time) && !is_settled_ &&
            !CommitId::parse(text_at(*column))) {
            roles_[*column] = Role::label;
            std::replace(roles_.begin(), roles_.end(), Role::branch, Role::open);
            label_of_commit_ = std::pair{*column, std::string{text_at(*column)}};
        }
        is_settled_ = true;
    }

    /// Adds a record of a history, with its commit and time, as otava reads it.
    void read_of_commit(std::size_t column)
    {
        auto commit = CommitId::parse(text_at(column));
        if (!commit) {
            reject(column, name_at(Role::test), commit.error());
            return;
        }
        Past past;
        past.source.commit = std::move(*commit);
        if (const auto at = column_of_role(Role::branch); at && !text_at(*at).empty()) {
            past.source.branch = to_name(text_at(*at));
        }
        std::optional<std::size_t> wrong_time;
        if (const auto at = column_of_role(Role::time); at && !text_at(*at).empty()) {
            if (const auto time = parse_history_time(text_at(*at))) {
                past.source.committed_at = *time;
            } else {
                wrong_time = at;
            }
        }
        collector().belongs_to(std::move(past));
        if (wrong_time) {
            reject(*wrong_time, name_at(Role::test), "is not a time such as 2026-01-31T08:00:00Z");
        }
        read_results();
        collector().belongs_to(std::nullopt);
    }

    void read_results()
    {
        settle_open_columns();
        auto base = make_test(column_of_role(Role::test) ? name_at(Role::test) : joined_labels(),
                              name_at(Role::benchmark));
        if (label_of_commit_ && text_at(label_of_commit_->first) != label_of_commit_->second) {
            reject(label_of_commit_->first,
                   base.test,
                   "is another commit than that of the first record; a history needs full hashes");
            return;
        }
        const auto direction_column = column_of_role(Role::direction);
        const auto direction =
            parse_direction(direction_column ? text_at(*direction_column) : std::string_view{});
        if (!direction) {
            reject(*direction_column, base.test, R"(must be "lower" or "higher")");
            return;
        }
        base.direction = *direction;
        for (std::size_t i = 0; i < roles_.size(); ++i) {
            if (roles_[i] == Role::label && !text_at(i).empty()) {
                add_label(base.labels, columns()[i], to_name(text_at(i)));
            }
        }
        std::size_t first_statistic = columns().size();
        auto summary = base;
        for (std::size_t i = 0; i < roles_.size(); ++i) {
            if (roles_[i] == Role::number) {
                read_number(base, i);
            } else if (roles_[i] == Role::statistic) {
                first_statistic = std::min(first_statistic, i);
                read_statistic(summary, i);
            }
        }
        if (summary.summary) {
            if (summary.summary->count("avg") == 0) {
                reject(first_statistic, summary.test, "has no mean");
            } else {
                add(std::move(summary), first_statistic);
            }
        }
    }

    enum class Role : std::uint8_t {
        test,
        benchmark,
        metric,
        unit,
        direction,
        commit, ///< of a history: settle_commit_column()
        time,   ///< of the commit; this and the branch only in a history
        branch,
        open, ///< a number or a label: the first non-empty cell decides
        number,
        statistic,
        label,
    };

    static Role role_of(std::string_view column)
    {
        if (is_one_of(column, {"name", "test", "command", "case"})) {
            return Role::test;
        }
        if (is_one_of(column, {"benchmark", "suite"})) {
            return Role::benchmark;
        }
        if (column == "metric") {
            return Role::metric;
        }
        if (column == "commit") {
            return Role::commit;
        }
        if (is_one_of(column, {"time", "timestamp"})) {
            return Role::time;
        }
        if (column == "branch") {
            return Role::branch;
        }
        if (unit_prefix(std::string{column})) {
            return Role::unit;
        }
        const bool is_direction = is_one_of(column, {"direction", "trend", "better"});
        return is_direction ? Role::direction : Role::open;
    }

    [[nodiscard]] std::optional<std::size_t> column_of_role(Role role) const
    {
        const auto at = std::find(roles_.begin(), roles_.end(), role);
        return at == roles_.end() ? std::nullopt
                                  : std::optional{static_cast<std::size_t>(at - roles_.begin())};
    }

    void settle_open_columns()
    {
        for (std::size_t i = 0; i < roles_.size(); ++i) {
            if (const auto text = text_at(i); roles_[i] == Role::open && !text.empty()) {
                const auto value = parse_finite(text);
                constexpr auto of_numbers = "+-0123456789.,'";
                const bool is_number =
                    value || text.find_first_not_of(of_numbers) == std::string_view::npos ||
                    value.error().find("is not a number") == std::string::npos;
                roles_[i] = is_number ? Role::number : Role::label;
            }
        }
    }

    [[nodiscard]] std::string name_at(Role role) const
    {
        const auto column = column_of_role(role);
        const auto name = to_name(column ? text_at(*column) : std::string_view{});
        return name.empty() ? "default" : name;
    }

    /// The name of a test without a column for it.
    [[nodiscard]] std::string joined_labels() const
    {
        std::string name;
        for (std::size_t i = 0; i < roles_.size(); ++i) {
            if (roles_[i] == Role::label && !text_at(i).empty()) {
                name += fmt::format("{}{}", name.empty() ? "" : "/", text_at(i));
            }
        }
        return name.empty() ? "default" : to_name(name);
    }

    void read_number(const Result& base, std::size_t column) const
    {
        const auto value = number_at(column, base.test);
        if (value) {
            auto result = base;
            name_measure(result, column);
            result.values = {*value};
            add(std::move(result), column);
        }
    }

    void read_statistic(Result& summary, std::size_t column) const
    {
        const auto value = number_at(column, summary.test);
        if (value) {
            name_measure(summary, column);
            summary.metric = nanoseconds(summary.unit) ? "time" : "value";
            if (!summary.summary) {
                summary.summary.emplace();
            }
            summary.summary->emplace(statistic_of(measured_[column].name), *value);
        }
    }

    /// Sets the metric of the column, with the unit from the column or else from the record.
    void name_measure(Result& result, std::size_t column) const
    {
        const auto metric = column_of_role(Role::metric);
        result.metric = to_name(measured_[column].name);
        if (metric && lower(columns()[column]) == "value") {
            result.metric = name_at(Role::metric);
        }
        result.unit = to_name(measured_[column].unit);
        for (std::size_t i = 0; i < roles_.size() && result.unit.empty(); ++i) {
            if (roles_[i] == Role::unit && has_unit_in(column, i)) {
                result.unit = to_name(text_at(i));
            }
        }
        if (!column_of_role(Role::direction) || result.direction == Direction::unknown) {
            result.direction = direction_of_unit(result.unit);
        }
    }

    [[nodiscard]] bool has_unit_in(std::size_t column, std::size_t unit_column) const
    {
        const auto prefix = unit_prefix(columns()[unit_column]).value_or("");
        const auto name = lower(columns()[column]) + '_';
        return name.size() >= prefix.size() &&
               std::string_view{name}.substr(name.size() - prefix.size()) == prefix;
    }

    bool is_settled_ = false; ///< what the column of commits is
    std::optional<std::pair<std::size_t, std::string>> label_of_commit_{};
    std::vector<Role> roles_{};
    std::vector<MeasuredColumn> measured_{};
};

} // namespace

std::unique_ptr<CsvTable> make_any_csv_table(std::vector<std::string> columns)
{
    return std::make_unique<AnyTable>(std::move(columns));
}

} // namespace cb::parse
