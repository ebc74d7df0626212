#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/commits.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/github_action_benchmark_go.hpp"
#include "parse/formats/go_units.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// Which way is better for what a tool prints, where the unit does not say it: src/config.ts lists
/// the tools.
struct Tool {
    std::string_view name;
    Direction direction;
    bool is_custom = false; ///< whoever chose it has said the direction himself
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

/// The tool of that name; of another nothing is known.
Tool tool_of(std::string_view name)
{
    const auto* const known = std::find_if(
        tools.begin(), tools.end(), [name](const Tool& tool) { return tool.name == name; });
    return known == tools.end() ? Tool{.name = name, .direction = Direction::unknown} : *known;
}

template <std::size_t count>
bool ends_in_one_of(std::string_view name, const std::array<std::string_view, count>& endings)
{
    return std::any_of(endings.begin(), endings.end(), [name](std::string_view ending) {
        return name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending;
    });
}

/// The rows of Google Benchmark in which a figure is the spread of others, or a fit to them, under
/// the unit of a time.
bool is_spread(std::string_view name)
{
    return ends_in_one_of(name, std::array<std::string_view, 4>{"_stddev", "_cv", "_BigO", "_RMS"});
}

/// Its rows in which a figure stands for several samples.
bool is_average(std::string_view name)
{
    return ends_in_one_of(name, std::array<std::string_view, 2>{"_mean", "_median"});
}

/// What was measured, as far as the unit says it.
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

/// How often a suite has measured a commit. Several figures, each of which was made of several
/// measurements, are samples; one is a summary.
enum class Measured : std::uint8_t { once, often };

/// Reads one figure: BenchmarkResult in src/extract.ts.
class Bench {
public:
    Bench(JsonReading& reading, dom::object object, const Field& field)
        : reading_{reading}, object_{object}, field_{field}
    {}

    void read(std::string_view benchmark, const Tool& tool, Measured measured)
    {
        const auto name = reading_.require_name(object_, "name", field_);
        if (!name || (tool.name == "googlecpp" && is_spread(*name))) {
            return;
        }
        const auto value = require_value();
        const auto unit = value ? require_unit() : std::nullopt;
        if (!unit) {
            return;
        }
        Result result;
        result.benchmark = benchmark;
        result.test = *name;
        result.unit = tool.name == "catch2" ? unscaled(*unit) : *unit;
        result.metric = metric_of(*unit);
        result.direction = direction_of_unit(*unit);
        if (tool.is_custom || result.direction == Direction::unknown) {
            result.direction = tool.direction;
        }
        const double in_unit = converted(*value, *unit, result.unit).value_or(*value);
        const bool is_of_several = has_range() || (tool.name == "googlecpp" && is_average(*name));
        if (is_of_several && measured == Measured::once) {
            result.summary = {{"avg", in_unit}};
        } else {
            result.values = {in_unit};
        }
        reading_.add(std::move(result), Field{field_, "value"});
    }

    /// Reads a row of `go test`, which has a figure for each unit.
    void read_go(std::string_view benchmark, const GoRows& rows)
    {
        const auto name = reading_.require_name(object_, "name", field_);
        const auto value = name ? require_value() : std::nullopt;
        const auto unit = value ? require_unit() : std::nullopt;
        if (!unit || rows.is_repeated(*name, *unit)) {
            return;
        }
        for (const auto& figure : split_go_figures(*value, *unit)) {
            if (!figure.value) {
                reading_.wrong(Field{field_, "unit"}, figure.value.error());
                continue;
            }
            Result result;
            result.benchmark = benchmark;
            result.test = rows.test_of(object_, *name, *unit);
            result.unit = figure.unit;
            result.metric = go_metric_of(figure.unit);
            result.direction = direction_of_unit(result.unit);
            result.values = {*figure.value};
            reading_.add(std::move(result), Field{field_, "value"});
        }
    }

private:
    /// A number, or the text of one, as scripts write it that take it from other output.
    [[nodiscard]] std::optional<double> require_value()
    {
        const auto found = member(object_, "value");
        if (const auto text = text_of(found)) {
            if (const auto value = parse_finite(trimmed(*text))) {
                return *value;
            }
        }
        return reading_.require_number(object_, "value", field_);
    }

    [[nodiscard]] std::optional<std::string_view> require_unit()
    {
        const auto found = member(object_, "unit");
        const auto unit = text_of(found);
        if (!unit) {
            reading_.wrong(Field{field_, "unit"},
                           found ? "must be a string without NUL bytes" : "is missing");
        }
        return unit;
    }

    /// A figure with a range, "± 20" or 0.25, was made of several measurements.
    [[nodiscard]] bool has_range() const
    {
        const auto range = member(object_, "range");
        return number_of(range) || !text_of(range).value_or("").empty();
    }

    JsonReading& reading_;
    dom::object object_;
    const Field& field_;
};

/// Reads data.js, the history that the action keeps: DataJson in src/write.ts.
class History {
public:
    explicit History(JsonReading& reading)
        : reading_{reading}, repository_{source_of_url(
                                 text_of(member(reading.root(), "repoUrl")).value_or(""))}
    {}

    void read()
    {
        const Field field{"entries"};
        const auto suites = object_of(member(reading_.root(), "entries"));
        if (!suites) {
            reading_.wrong(field, "must be an object");
            return;
        }
        for (const auto [name, value] : *suites) {
            const Field place{field, name};
            if (!array_of(value)) {
                reading_.wrong(place, "must be a list");
            } else if (reading_.takes_name(name, place)) {
                read_suite(name, value, place);
            }
        }
    }

private:
    void read_suite(std::string_view name, dom::element entries, const Field& field)
    {
        std::map<std::string_view, std::size_t> counts;
        for (const auto entry : elements_of(entries)) {
            if (const auto object = object_of(entry)) {
                ++counts[id_of(*object)];
            }
        }
        reading_.each_object(entries, field, [&](dom::object entry, const Field& place) {
            read_entry(
                name, entry, place, counts[id_of(entry)] > 1 ? Measured::often : Measured::once);
        });
    }

    /// The id of the entry's commit; empty without one.
    [[nodiscard]] static std::string_view id_of(dom::object entry)
    {
        const auto commit = object_of(member(entry, "commit"));
        return commit ? text_of(member(*commit, "id")).value_or("") : "";
    }

    void
    read_entry(std::string_view suite, dom::object entry, const Field& field, Measured measured)
    {
        const Field place{field, "commit"};
        const auto found = member(entry, "commit");
        const auto commit = object_of(found);
        if (!commit) {
            reading_.wrong(place, found ? "must be an object" : "is missing");
            return;
        }
        auto id = require_commit(reading_, *commit, "id", place);
        if (!id) {
            return;
        }
        auto source = source_of(*commit);
        source.commit = std::move(*id);
        const OtherCommit other{reading_.collector(), std::move(source)};
        read_benches(suite, entry, field, measured);
    }

    void
    read_benches(std::string_view suite, dom::object entry, const Field& field, Measured measured)
    {
        const Field benches{field, "benches"};
        const auto found = member(entry, "benches");
        if (!array_of(found)) {
            reading_.wrong(benches, found ? "must be a list" : "is missing");
            return;
        }
        const auto tool = tool_of(text_of(member(entry, "tool")).value_or(""));
        const GoRows rows{tool.name == "go" ? elements_of(found) : std::vector<dom::element>{}};
        reading_.each_object(found, benches, [&](dom::object object, const Field& bench) {
            if (tool.name == "go") {
                Bench{reading_, object, bench}.read_go(suite, rows);
            } else {
                Bench{reading_, object, bench}.read(suite, tool, measured);
            }
        });
    }

    /// What the action knows of the commit; for a pull request it has its title as the message.
    [[nodiscard]] Source source_of(dom::object commit) const
    {
        auto source = repository_;
        if (const auto author = object_of(member(commit, "author"))) {
            if (const auto name = text_of(member(*author, "name"))) {
                source.author = *name;
            }
        }
        if (const auto message = text_of(member(commit, "message"))) {
            source.subject = message->substr(0, message->find('\n'));
        }
        source.committed_at = time_of(text_of(member(commit, "timestamp")).value_or(""));
        return source;
    }

    JsonReading& reading_;
    Source repository_;
};

class GithubActionBenchmark final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"entries"}, {"unit"}}; }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        return is_history(object) || is_bench(object);
    }

    void read(JsonReading& reading) override
    {
        if (is_history(reading.root())) {
            History{reading}.read();
        } else {
            const Field field;
            Bench{reading, reading.root(), field}.read(
                "default", tool_of("custom"), Measured::once);
        }
    }

private:
    [[nodiscard]] static bool is_history(dom::object object)
    {
        return has_key(object, "entries") &&
               (has_key(object, "repoUrl") || has_key(object, "lastUpdate"));
    }

    /// One figure of a custom tool. An object with other members is one only if none is missing.
    [[nodiscard]] static bool is_bench(dom::object object)
    {
        constexpr std::array<std::string_view, 5> known{"name", "unit", "value", "range", "extra"};
        const auto is_known = [&known](const dom::key_value_pair& pair) {
            return std::find(known.begin(), known.end(), pair.key) != known.end();
        };
        const bool has_name = has_key(object, "name");
        const bool has_value = has_key(object, "value");
        return has_key(object, "unit") &&
               ((has_name && has_value) ||
                ((has_name || has_value) && std::all_of(object.begin(), object.end(), is_known)));
    }
};

} // namespace

std::unique_ptr<JsonFormat> make_github_action_benchmark()
{
    return std::make_unique<GithubActionBenchmark>();
}

} // namespace cb::parse
