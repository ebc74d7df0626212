#include "json/writer.hpp"
#include "verdict/comparison_output.hpp"

#include <fmt/format.h>

namespace cb::verdict {

namespace {

std::string field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string{text};
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string{c};
    }
    return quoted + '"';
}

template <typename T> std::string field(const std::optional<T>& maybe)
{
    return maybe ? fmt::format("{}", *maybe) : "";
}

std::optional<double> median_of(const std::optional<Level>& level)
{
    return level ? std::optional{level->median} : std::nullopt;
}

std::optional<double> spread_of(const std::optional<Level>& level)
{
    return level ? level->spread : std::nullopt;
}

std::optional<std::uint64_t> n_of(const std::optional<Level>& level)
{
    return level ? std::optional<std::uint64_t>{level->n} : std::nullopt;
}

std::optional<double> low_of(const Row& row)
{
    return row.interval ? std::optional{row.interval->low} : std::nullopt;
}

std::optional<double> high_of(const Row& row)
{
    return row.interval ? std::optional{row.interval->high} : std::nullopt;
}

} // namespace

std::string to_csv(const ComparisonReport& report)
{
    std::string text =
        "benchmark,test,metric,unit,direction,worker,host_key,config,before,before_spread,before_n,"
        "after,after_spread,after_n,finding,basis,change,low,high,p_value,visible\r\n";
    for (const auto& row : report.rows) {
        const auto environment = row.environment.value_or(Environment{});
        const auto& name = row.name;
        text += fmt::format("{},{},{},{},{},{},{},{},",
                            field(name.benchmark),
                            field(name.test),
                            field(name.metric),
                            field(name.unit),
                            to_word(name.direction),
                            field(environment.worker),
                            field(environment.host_key),
                            field(environment.config));
        for (const auto* const level : {&row.base, &row.candidate}) {
            text += fmt::format("{},{},{},",
                                field(median_of(*level)),
                                field(spread_of(*level)),
                                field(n_of(*level)));
        }
        text += fmt::format("{},{},{},{},{},{},{}\r\n",
                            to_word(row.finding),
                            to_word(row.basis),
                            field(row.change),
                            field(low_of(row)),
                            field(high_of(row)),
                            field(row.p_value),
                            field(row.visible));
    }
    return text;
}

std::string to_jsonl(const ComparisonReport& report)
{
    std::string text;
    for (const auto& row : report.rows) {
        JsonWriter json;
        json.begin_object()
            .member("benchmark", row.name.benchmark)
            .member("test", row.name.test)
            .member("metric", row.name.metric)
            .member("unit", row.name.unit)
            .member("direction", to_word(row.name.direction))
            .member("base", report.base)
            .member("candidate", report.candidate);
        if (row.environment) {
            json.member("worker", row.environment->worker)
                .member("host_key", row.environment->host_key)
                .member("config", row.environment->config);
        }
        json.member("before", median_of(row.base))
            .member("before_spread", spread_of(row.base))
            .member("before_n", n_of(row.base))
            .member("after", median_of(row.candidate))
            .member("after_spread", spread_of(row.candidate))
            .member("after_n", n_of(row.candidate))
            .member("finding", to_word(row.finding))
            .member("basis", to_word(row.basis))
            .member("change", row.change)
            .key("interval");
        if (row.interval) {
            json.begin_array().value(row.interval->low).value(row.interval->high).end_array();
        } else {
            json.null();
        }
        json.member("p_value", row.p_value).member("visible", row.visible).end_object();
        text += json.take() + "\n";
    }
    return text;
}

} // namespace cb::verdict
