#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/github_action_benchmark_go.hpp"
#include "parse/formats/go_series.hpp"
#include "parse/labels.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The better direction of a tool's figures if the unit does not imply it: src/config.ts lists the
/// tools.
struct Tool {
    std::string_view name;
    Direction direction = Direction::unknown;
    bool is_custom = false; ///< the user chose the direction by choosing the tool
};

constexpr std::array tools{Tool{"cargo", Direction::lower},
                           Tool{"go", Direction::unknown},
                           Tool{"benchmarkjs", Direction::higher},
                           Tool{"benchmarkluau", Direction::lower},
                           Tool{"pytest", Direction::higher},
                           Tool{"googlecpp", Direction::lower},
                           Tool{"catch2", Direction::lower},
                           Tool{"julia", Direction::lower},
                           Tool{"jmh", Direction::unknown},
                           Tool{"benchmarkdotnet", Direction::lower},
                           Tool{"customBiggerIsBetter", Direction::higher, true},
                           Tool{"customSmallerIsBetter", Direction::lower, true}};

/// The tool with that name; an unknown tool has no direction.
Tool tool_of(std::string_view name)
{
    const auto* const known = find_named(tools, name);
    return known == nullptr ? Tool{.name = name, .direction = Direction::unknown} : *known;
}

template <std::size_t count>
bool ends_in_one_of(std::string_view name, const std::array<std::string_view, count>& endings)
{
    return std::any_of(endings.begin(), endings.end(), [name](std::string_view ending) {
        return name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending;
    });
}

/// The rows of Google Benchmark with a spread of other figures, or a fit to them, in a unit of
/// time.
bool is_spread(std::string_view name)
{
    return ends_in_one_of(name, std::array<std::string_view, 4>{"_stddev", "_cv", "_BigO", "_RMS"});
}

/// Its rows whose figure summarizes several samples.
bool is_average(std::string_view name)
{
    return ends_in_one_of(name, std::array<std::string_view, 2>{"_mean", "_median"});
}

/// What was measured, as far as the unit implies it.
std::string_view metric_of(std::string_view unit)
{
    switch (direction_of_unit(unit)) {
    case Direction::higher:
        return "throughput";
    case Direction::lower:
        return nanoseconds(unit.substr(0, unit.find('/'))) ? "time" : "value";
    case Direction::unknown:
        break;
    }
    return "value";
}

/// How often a suite has measured a commit. Several figures, each a summary of several
/// measurements, are samples; a single one is a summary.
enum class Measured : std::uint8_t { once, often };

/// What the figures of an entry share.
struct Suite {
    std::string_view name;
    Tool tool{};
    Measured measured = Measured::once;
};

/// A number, or the text of one, as written by scripts that extract it from other output.
std::optional<double> require_value(JsonReading& reading, JsonValue value)
{
    if (const auto text = value.text()) {
        if (const auto number = parse_finite(trimmed(*text))) {
            return *number;
        }
    }
    return reading.require_number(value);
}

/// One figure: BenchmarkResult in src/extract.ts.
struct Bench {
    JsonValue row;
    std::string_view name, unit;
    double value = 0;

    /// If something is missing, rejects the row and returns nullopt.
    static std::optional<Bench> read(JsonReading& reading, JsonValue row)
    {
        const auto name = reading.require_name(row["name"]);
        const auto value = name ? require_value(reading, row["value"]) : std::nullopt;
        const auto unit = row["unit"].text();
        if (!value) {
            return std::nullopt;
        }
        if (!unit) {
            reading.wrong(row["unit"],
                          row["unit"] ? "must be a string without NUL bytes" : "is missing");
            return std::nullopt;
        }
        return Bench{.row = row, .name = *name, .unit = *unit, .value = *value};
    }

    /// A figure with a range, "± 20" or 0.25, summarizes several measurements.
    [[nodiscard]] bool has_range() const
    {
        return row["range"].number() || !row["range"].text_or("").empty();
    }
};

/// A member that is mostly a text and sometimes a number; empty if absent.
std::string text_of(JsonValue value)
{
    return value.is_number() ? value.written() : std::string{value.text_or("")};
}

void read_bench(JsonReading& reading, JsonValue row, const Suite& suite)
{
    const auto& tool = suite.tool;
    const auto bench = Bench::read(reading, row);
    if (!bench) {
        return;
    }
    Result result;
    result.benchmark = suite.name;
    result.test = bench->name;
    result.unit = tool.name == "catch2" ? unscaled(bench->unit) : bench->unit;
    result.metric = metric_of(bench->unit);
    result.direction = direction_of_unit(bench->unit);
    if (tool.is_custom || result.direction == Direction::unknown) {
        result.direction = tool.direction;
    }
    for (const auto* const name : {"range", "extra"}) {
        if (const auto text = text_of(row[name]); !text.empty()) {
            add_label(result.labels, name, text);
        }
    }
    const double value = converted(bench->value, bench->unit, result.unit).value_or(bench->value);
    const bool is_of_several =
        bench->has_range() || (tool.name == "googlecpp" && is_average(bench->name));
    if (is_of_several && suite.measured == Measured::once) {
        result.summary = {{"avg", value}};
    } else {
        result.values = {value};
    }
    reading.add(std::move(result), row["value"]);
}

/// Reads a row of `go test`, which has one figure per unit.
void read_go(JsonReading& reading, JsonValue row, std::string_view suite, const GoRows& rows)
{
    const auto bench = Bench::read(reading, row);
    if (!bench || rows.is_repeated(bench->name, bench->unit)) {
        return;
    }
    for (const auto& figure : split_go_figures(bench->value, bench->unit)) {
        if (!figure.value) {
            reading.wrong(row["unit"], figure.value.error());
            continue;
        }
        Result result;
        result.benchmark = suite;
        result.test = rows.test_of(row, bench->name, bench->unit);
        result.unit = figure.unit;
        result.metric = go_metric_of(figure.unit);
        result.direction = direction_of_unit(result.unit);
        result.values = {*figure.value};
        reading.add(std::move(result), row["value"]);
    }
}

void read_benches(JsonReading& reading, JsonValue benches, const Suite& suite)
{
    if (!reading.require_list(benches)) {
        return;
    }
    const bool is_go = suite.tool.name == "go";
    const GoRows rows{is_go ? benches : JsonValue{}};
    for (const auto row : reading.objects_of(benches)) {
        const bool is_left_out =
            suite.tool.name == "googlecpp" && is_spread(row["name"].text_or(""));
        if (is_go) {
            read_go(reading, row, suite.name, rows);
        } else if (!is_left_out) {
            read_bench(reading, row, suite);
        }
    }
}

/// The action's facts about the commit; for a pull request the message is its title.
Source source_of(JsonValue commit, Source repository)
{
    auto source = std::move(repository);
    if (const auto name = commit["author"]["name"].text()) {
        const auto mail = commit["author"]["email"].text_or("");
        source.author = mail.empty() ? std::string{*name} : fmt::format("{} <{}>", *name, mail);
    }
    if (const auto message = commit["message"].text()) {
        source.subject = message->substr(0, message->find('\n'));
    }
    source.committed_at = time_of(commit["timestamp"].text_or(""));
    return source;
}

void read_entry(JsonReading& reading, JsonValue entry, Suite suite, const Source& repository)
{
    const auto commit = entry["commit"];
    if (!reading.require_object(commit)) {
        return;
    }
    auto id = require_commit(reading, commit["id"]);
    if (!id) {
        return;
    }
    Past past{.source = source_of(commit, repository), .part = std::string{suite.name}};
    past.source.commit = std::move(*id);
    if (const auto date = entry["date"].number()) {
        past.first_measured_at = past.last_measured_at = time_of(*date);
    }
    suite.tool = tool_of(entry["tool"].text_or(""));
    add_label(past.provenance, "tool", suite.tool.name);
    const OtherCommit other{reading.collector(), std::move(past)};
    read_benches(reading, entry["benches"], suite);
}

void read_suite(JsonReading& reading,
                std::string_view name,
                JsonValue entries,
                const Source& repository)
{
    std::map<std::string_view, std::size_t> counts;
    for (const auto entry : entries.elements()) {
        ++counts[entry["commit"]["id"].text_or("")];
    }
    for (const auto entry : reading.objects_of(entries)) {
        const bool is_often = counts[entry["commit"]["id"].text_or("")] > 1;
        const Suite suite{.name = name, .measured = is_often ? Measured::often : Measured::once};
        read_entry(reading, entry, suite, repository);
    }
}

bool is_history(JsonValue object)
{
    return object.has("entries") && object.has_any({"repoUrl", "lastUpdate"});
}

/// Whether it is a figure of a custom tool. An object with other members qualifies only if none is
/// missing.
bool is_bench(JsonValue object)
{
    const auto is_known = [](const JsonValue::Member& member) {
        constexpr std::array<std::string_view, 5> known{"name", "unit", "value", "range", "extra"};
        return contains(known, member.name);
    };
    const auto members = object.members();
    return object.has("unit") && (object.has_all({"name", "value"}) ||
                                  (object.has_any({"name", "value"}) &&
                                   std::all_of(members.begin(), members.end(), is_known)));
}

bool takes_history(JsonValue object)
{
    return is_history(object) || is_bench(object);
}

/// Reads one figure, or data.js, the action's history: DataJson in src/write.ts.
void read_history(JsonReading& reading)
{
    const auto root = reading.root();
    if (!is_history(root)) {
        read_bench(reading, root, {.name = "default", .tool = tool_of("custom")});
        return;
    }
    const auto entries = root["entries"];
    if (!entries.is_object()) {
        reading.wrong(entries, "must be an object");
    }
    const auto repository = source_of_url(root["repoUrl"].text_or(""));
    for (const auto& [name, suite] : entries.members()) {
        if (!suite.is_list()) {
            reading.wrong(suite, "must be a list");
        } else if (reading.takes_name(name, suite)) {
            read_suite(reading, name, suite, repository);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_github_action_benchmark()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"entries"}, {"unit"}}, takes_history, read_history);
}

} // namespace cb::parse
