#include "base/file.hpp"
#include "base/utf8.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/jmh_names.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"
#include "parse/names.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// Removes what sbt and Maven put before each line.
std::string_view without_level(std::string_view line)
{
    static_cast<void>(take(line, "[info] ") || take(line, "[INFO] "));
    return line;
}

bool is_mode(std::string_view word)
{
    constexpr std::array<std::string_view, 4> modes{"thrpt", "avgt", "sample", "ss"};
    return contains(modes, word);
}

/// A parameter, and the column after the last character of its values.
struct Parameter {
    std::string name;
    std::size_t end;
};

/// The parameters in the header "Benchmark  (size)   Mode  Cnt  Score   Error  Units"; nullopt for
/// another line.
std::optional<std::vector<Parameter>> parameters_of(std::string_view line)
{
    if (!line.starts_with("Benchmark ")) {
        return std::nullopt;
    }
    auto rest = line;
    const bool has_end = take_last_word(rest) == "Units";
    auto word = take_last_word(rest);
    word = word == "Error" ? take_last_word(rest) : word;
    const bool has_score = word == "Score";
    word = take_last_word(rest);
    word = word == "Cnt" || word == "Samples" ? take_last_word(rest) : word;
    if (!has_end || !has_score || word != "Mode") {
        return std::nullopt;
    }
    std::vector<Parameter> parameters;
    constexpr std::size_t max_count = 200;
    for (auto open = rest.find(" (");
         open != std::string_view::npos && parameters.size() < max_count;) {
        const auto next = rest.find(" (", open + 1);
        const auto name =
            trimmed(rest.substr(open, next == std::string_view::npos ? next : next - open));
        const auto behind = column_of(line, name) - 1 + name.size();
        parameters.push_back(
            {to_name(name.substr(1, name.size() - 2)), count_characters(line.substr(0, behind))});
        open = next;
    }
    return parameters;
}

/// A row of the table.
struct JmhRow {
    std::string_view name, mode, count, score, unit;
    std::string_view parameters; ///< the text between the name and the mode
};

/// Parses cells from the right, because names and values may contain anything; nullopt if there is
/// no mode.
std::optional<JmhRow> jmh_row(std::string_view line)
{
    JmhRow row;
    auto rest = line;
    row.unit = take_last_word(rest);
    row.score = take_last_word(rest);
    auto word = take_last_word(rest);
    if (word == "\u00b1") { // the previous number was the error
        row.score = take_last_word(rest);
        word = take_last_word(rest);
    } else if (word == "\u2248") { // "≈ 10⁻⁴"
        const auto start = column_of(line, word) - 1;
        row.score = line.substr(start, column_of(line, row.score) - 1 + row.score.size() - start);
        word = take_last_word(rest);
    }
    if (is_count(word)) {
        row.count = word;
        word = take_last_word(rest);
    }
    row.mode = word;
    row.parameters = rest;
    const bool is_score = !row.score.empty() && (is_count(row.score.substr(0, 1)) ||
                                                 row.score.find_first_of("-N\xE2") == 0);
    return is_mode(word) && is_score && !rest.empty() ? std::optional{row} : std::nullopt;
}

/// The table at the end of JMH's output
/// (jmh-core/src/main/java/org/openjdk/jmh/results/format/TextResultFormat.java).
class JmhText final : public TextFormat {
public:
    [[nodiscard]] Precision precision() const override { return Precision::rounded; }
    [[nodiscard]] bool may_begin(char first) const override { return first == 'B' || first == '['; }

    [[nodiscard]] bool is_sure_of(std::string_view line) const override
    {
        return line.ends_with("/op") || line.ends_with(" ops/s") || line.ends_with(" ops/ms") ||
               line.ends_with(" ops/us") || line.ends_with(" ops/ns");
    }
    [[nodiscard]] Next read_line() override
    {
        const auto text = without_level(line().text);
        if (auto parameters = parameters_of(text)) {
            give_test();
            parameters_ = std::move(*parameters);
            is_in_table_ = true;
        } else if (is_in_table_ && trimmed(text).empty()) {
            give_test();
            is_in_table_ = false;
        } else if (is_in_table_) {
            if (const auto row = jmh_row(text)) {
                read_row(text, *row);
            }
        }
        return is_in_table_ ? Next::every : Next::some;
    }

    void end_text() override { give_test(); }

private:
    void read_row(std::string_view text, JmhRow row)
    {
        const auto values = take_values(text, row);
        if (!values) {
            row.name = {};
            reject_row(row, "its columns are not those of the head of the table");
            return;
        }
        const auto colon = row.name.find(':'); // from a profiler, or before a percentile
        const auto whole = row.name.substr(0, colon);
        const auto key =
            fmt::format("{}\n{}\n{}", to_name(whole), row.mode, fmt::join(*values, "\n"));
        auto inner =
            colon == std::string_view::npos ? std::string_view{} : row.name.substr(colon + 1);
        if (!test_ || key != key_) {
            give_test();
            key_ = key;
            begin(whole, row.mode, *values);
        }
        if (row.unit != "---") { // otherwise a profiler's text
            add_score(row, inner, whole);
        }
    }

    void add_score(const JmhRow& row, std::string_view inner, std::string_view whole)
    {
        const auto key = take_key(inner);
        const auto method = whole.substr(whole.rfind('.') + 1); // npos + 1 is 0
        std::string score{row.score};
        std::replace(score.begin(), score.end(), ',', '.'); // Java uses the locale's decimal mark
        const auto value = parse_finite(score);
        if (value && (inner.empty() || (inner == method && key != "avg"))) {
            const ResultMetric metric{
                jmh_metric_of(row.mode), row.unit, direction_of_unit(row.unit)};
            test_->add(metric, key, *value, line());
        } else if (value) {
            const auto metric = jmh_secondary_metric(to_name(inner), row.mode);
            const auto direction = jmh_secondary_direction(row.unit);
            test_->add({metric, row.unit, direction}, key, *value, line());
        } else if (key == "avg") { // a percentile may be "≈ 0"
            reject_row(row, value.error());
        }
    }

    /// Removes the statistic of the distribution from the end of the name: "p99.9" for
    /// "createUser·p0.999", "first:p0.999" and "p0.999", which have the mode `sample`.
    static std::string take_key(std::string_view& inner)
    {
        constexpr std::string_view dot = "\u00b7";
        const auto p = inner.rfind('p');
        if (p == std::string_view::npos) {
            return "avg";
        }
        const auto before = inner.substr(0, p);
        const auto fraction = parse_finite(inner.substr(p + 1));
        const bool is_apart = before.empty() || before.ends_with(':') || before.ends_with(dot);
        if (!is_apart || !fraction || *fraction < 0 || *fraction > 1) {
            return "avg";
        }
        inner = before.substr(0,
                              before.size() - (before.ends_with(dot) ? dot.size()
                                               : before.empty()      ? 0
                                                                     : 1));
        const auto percent = fmt::format("{:.6g}", *fraction * 100);
        return percent == "0"     ? "min"
               : percent == "50"  ? "median"
               : percent == "100" ? "max"
                                  : "p" + percent;
    }

    /// Extracts the parameter values after the name by their columns.
    [[nodiscard]] std::optional<std::vector<std::string>> take_values(std::string_view text,
                                                                      JmhRow& row) const
    {
        std::vector<std::string> values(parameters_.size());
        row.name = row.parameters;
        for (auto i = parameters_.size(); i-- > 0;) {
            const auto end = byte_of_column(text, parameters_[i].end);
            const auto start =
                i > 0 ? byte_of_column(text, parameters_[i - 1].end) : std::size_t{0};
            const bool is_last = i + 1 == parameters_.size();
            if (end < start || end > row.parameters.size() ||
                (is_last ? end != row.parameters.size() : text[end] != ' ')) {
                return std::nullopt;
            }
            auto cell = text.substr(start, end - start);
            if (i == 0) { // and the name is followed by at least two blanks
                const auto gap = cell.rfind("  ");
                if (gap == std::string_view::npos) {
                    return std::nullopt;
                }
                row.name = trimmed(cell.substr(0, gap));
                cell.remove_prefix(gap);
            }
            values[i] = to_name(trimmed(cell));
        }
        const bool is_whole = row.name.find("  ") == std::string_view::npos && !row.name.empty();
        return is_whole ? std::optional{std::move(values)} : std::nullopt;
    }

    void begin(std::string_view name, std::string_view mode, const std::vector<std::string>& values)
    {
        const auto [benchmark, test] = split_at_last(name, ".");
        start_test(test, benchmark);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != "N/A") { // otherwise it belongs to another benchmark
                test_->add_parameter(parameters_[i].name, values[i]);
            }
        }
        test_->add_label("mode", mode);
    }

    void reject_row(const JmhRow& row, std::string reason) const
    {
        reject(row.score, to_name(row.name.empty() ? row.parameters : row.name), std::move(reason));
    }

    bool is_in_table_ = false;
    std::vector<Parameter> parameters_{};
    std::string key_{}; ///< for test_
};

} // namespace

std::unique_ptr<LineFormat> make_jmh_text()
{
    return std::make_unique<JmhText>();
}

} // namespace cb::parse
