#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

using Commands = std::set<std::string_view>;

/// Adds the parameters to the labels. If the command has its own name, or only the preparation
/// differs, the name does not show them; then they are appended.
void add_parameters(JsonValue parameters, const Commands& repeated, Result& result)
{
    const bool is_repeated = repeated.count(result.test) == 1;
    std::string hidden;
    for (const auto& [name, value] : parameters.members()) {
        const auto text = value.text();
        if (!text) {
            continue;
        }
        const bool has_room = hidden.size() <= Collector::max_name_bytes; // else rejected
        if (has_room && (is_repeated || result.test.find(*text) == std::string::npos)) {
            append_part(hidden, fmt::format("{}={}", name, *text));
        }
        add_label(result.labels, name, *text);
    }
    result.test += hidden.empty() ? "" : fmt::format(" ({})", hidden);
}

/// Which runs failed: they are not samples of the command's cost.
std::vector<bool> read_failures(JsonReading& reading, JsonValue exit_codes)
{
    std::vector<bool> failed;
    for (const auto code : exit_codes.elements()) {
        const auto number = code.integer().value_or(0);
        failed.push_back(code.is_null() || number != 0);
        if (code.is_null()) {
            reading.wrong(code, "the command was ended by a signal");
        } else if (number != 0) {
            reading.wrong(code, fmt::format("the command failed with exit code {}", number));
        }
    }
    return failed;
}

void add_samples(JsonReading& reading,
                 Result result,
                 JsonValue list,
                 const std::vector<bool>& failed)
{
    std::size_t index = 0;
    for (const auto sample : list.elements()) {
        const bool is_failed = index < failed.size() && failed[index];
        ++index;
        if (const auto number = reading.require_number(sample); number && !is_failed) {
            result.values.push_back(*number);
        }
    }
    if (!result.values.empty()) {
        reading.add(std::move(result), list);
    }
}

/// Reads one command of an export: src/export/json.rs and src/benchmark/benchmark_result.rs.
void read_command(JsonReading& reading, JsonValue command, const Commands& repeated)
{
    auto base = reading.require_test(command["command"]);
    if (!base) {
        return;
    }
    add_parameters(command["parameters"], repeated, *base);
    if (!reading.takes_name(base->test, command["parameters"])) {
        return;
    }
    const auto make = [&base](std::string_view metric, std::string_view unit) {
        return make_result(*base, {metric, unit, Direction::lower});
    };
    const auto failed = read_failures(reading, command["exit_codes"]);
    if (command.has("times")) {
        add_samples(reading, make("time", "s"), command["times"], failed);
    } else {
        reading.add_summary(make("time", "s"), command, usual_figures);
    }
    add_samples(reading, make("peak_memory", "B"), command["memory_usage_byte"], failed);
    // The export has only the mean over all runs, including failed ones.
    for (const std::string_view part : {"user", "system"}) {
        if (command[part].number() && !contains(failed, true)) {
            reading.add_summary(make(part, "s"), command, std::array{SummaryFigure{part, "avg"}});
        }
    }
}

bool takes_hyperfine(JsonValue object)
{
    const auto first = object["results"].at(0);
    return first.has("command") && first.has_any({"times", "mean"});
}

void read_hyperfine(JsonReading& reading)
{
    const auto commands = reading.root()["results"];
    Commands seen;
    Commands repeated;
    for (const auto command : commands.elements()) {
        const auto name = command["command"].text();
        if (name && !seen.insert(*name).second) {
            repeated.insert(*name);
        }
    }
    for (const auto command : commands.elements()) {
        if (reading.require_object(command)) {
            read_command(reading, command, repeated);
        }
    }
}

} // namespace

std::unique_ptr<JsonFormat> make_hyperfine()
{
    return std::make_unique<PlainFormat>(
        std::vector<Key>{{"results"}}, takes_hyperfine, read_hyperfine);
}

} // namespace cb::parse
