#include "parse/formats/formats.hpp"
#include "parse/labels.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::parse {

namespace {

namespace dom = simdjson::dom;

/// Why a run with that exit code is no sample; none if it is one.
std::optional<std::string> failure_of(dom::element exit_code)
{
    std::int64_t code = 0;
    if (exit_code.is_null()) {
        return "the command was ended by a signal";
    }
    if (exit_code.get(code) == simdjson::SUCCESS && code != 0) {
        return fmt::format("the command failed with exit code {}", code);
    }
    return std::nullopt;
}

/// Reads one command of an export: src/export/json.rs and src/benchmark/benchmark_result.rs.
class Command {
public:
    /// `often`: the commands that the export has several times.
    Command(JsonReading& reading,
            dom::object object,
            const Field& field,
            const std::set<std::string_view>& often)
        : reading_{reading}, object_{object}, field_{field}, often_{often}
    {}

    void read()
    {
        const auto command = text_of(member(object_, "command"));
        if (!command) {
            reading_.wrong(Field{field_, "command"}, "is missing");
            return;
        }
        if (!reading_.takes_name(*command, Field{field_, "command"})) {
            return;
        }
        base_.benchmark = "default";
        base_.test = *command;
        base_.direction = Direction::lower;
        add_parameters(*command);
        if (!reading_.takes_name(base_.test, Field{field_, "parameters"})) {
            return;
        }
        read_failures();
        add_times();
        add_samples("memory_usage_byte", "peak_memory", "B");
        add_mean("user");
        add_mean("system");
    }

private:
    /// A command that has a name of its own, or of which only the preparation differs, does not
    /// tell its parameters: then they are put behind it.
    void add_parameters(std::string_view command)
    {
        const auto parameters = object_of(member(object_, "parameters"));
        if (!parameters) {
            return;
        }
        std::string hidden;
        for (const auto [name, value] : *parameters) {
            if (const auto text = text_of(value)) {
                add_label(base_.labels, name, *text);
                const bool has_room = hidden.size() <= Collector::most_name_bytes; // else no name
                if (has_room &&
                    (often_.count(command) == 1 || command.find(*text) == std::string_view::npos)) {
                    hidden += fmt::format("{}{}={}", hidden.empty() ? "" : ", ", name, *text);
                }
            }
        }
        base_.test += hidden.empty() ? "" : fmt::format(" ({})", hidden);
    }

    /// A run that failed is no sample of what the command costs.
    void read_failures()
    {
        const Field field{field_, "exit_codes"};
        std::size_t index = 0;
        for (const auto code : elements_of(member(object_, "exit_codes"))) {
            const auto reason = failure_of(code);
            failed_.push_back(reason.has_value());
            if (reason) {
                reading_.wrong(Field{field, index}, *reason);
            }
            ++index;
        }
    }

    /// An export without its samples has only a summary.
    void add_times()
    {
        if (has_key(object_, "times")) {
            add_samples("times", "time", "s");
            return;
        }
        auto result = result_of("time", "s");
        const auto mean = reading_.require_number(object_, "mean", field_);
        if (!mean) {
            return;
        }
        result.summary = {{"avg", *mean}};
        for (const char* const name : {"min", "max", "median", "stddev"}) {
            if (const auto number = number_of(member(object_, name))) {
                result.summary->emplace(name, *number);
            }
        }
        reading_.add(std::move(result), Field{field_, "mean"});
    }

    void add_samples(std::string_view name, std::string_view metric, std::string_view unit)
    {
        const Field field{field_, name};
        auto result = result_of(metric, unit);
        std::size_t index = 0;
        for (const auto sample : elements_of(member(object_, name))) {
            const Field place{field, index};
            const bool is_failed = index < failed_.size() && failed_[index];
            ++index;
            if (const auto number = number_of(sample); !number) {
                reading_.wrong(place, number.error());
            } else if (!is_failed) {
                result.values.push_back(*number);
            }
        }
        if (!result.values.empty()) {
            reading_.add(std::move(result), field);
        }
    }

    /// hyperfine prints only the mean over all runs, failed ones too.
    void add_mean(std::string_view name)
    {
        const auto number = number_of(member(object_, name));
        if (number && std::find(failed_.begin(), failed_.end(), true) == failed_.end()) {
            auto result = result_of(name, "s");
            result.summary = {{"avg", *number}};
            reading_.add(std::move(result), Field{field_, name});
        }
    }

    [[nodiscard]] Result result_of(std::string_view metric, std::string_view unit) const
    {
        auto result = base_;
        result.metric = metric;
        result.unit = unit;
        return result;
    }

    JsonReading& reading_;
    dom::object object_;
    const Field& field_;
    const std::set<std::string_view>& often_;
    Result base_{};
    std::vector<bool> failed_{}; ///< of each run
};

class Hyperfine final : public JsonFormat {
public:
    [[nodiscard]] std::vector<Key> keys() const override { return {{"results"}}; }

    [[nodiscard]] bool takes(dom::object object) const override
    {
        const auto results = elements_of(member(object, "results"));
        const auto first = results.empty() ? std::nullopt : object_of(results.front());
        return first && has_key(*first, "command") &&
               (has_key(*first, "times") || has_key(*first, "mean"));
    }

    void read(JsonReading& reading) override
    {
        const Field field{"results"};
        const auto results = member(reading.root(), "results");
        std::set<std::string_view> seen;
        std::set<std::string_view> often;
        for (const auto element : elements_of(results)) {
            const auto object = object_of(element);
            const auto command = object ? text_of(member(*object, "command")) : std::nullopt;
            if (command && !seen.insert(*command).second) {
                often.insert(*command);
            }
        }
        reading.each_object(results, field, [&](dom::object object, const Field& place) {
            Command{reading, object, place, often}.read();
        });
    }
};

} // namespace

std::unique_ptr<JsonFormat> make_hyperfine()
{
    return std::make_unique<Hyperfine>();
}

} // namespace cb::parse
