#include "manifest/alias_record.hpp"

#include "json/value.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace cb {

namespace {

constexpr std::uint64_t version = 1;

/// Collects the first thing that is wrong.
class AliasReader {
public:
    explicit AliasReader(JsonValue alias) : alias_{alias} {}

    [[nodiscard]] std::string text(JsonValue object, std::string_view name)
    {
        const auto text = object[name].text();
        if (!text) {
            note(fmt::format("alias: {} is no text", name));
        }
        return std::string{text.value_or("")};
    }

    [[nodiscard]] SeriesName series(std::string_view name)
    {
        const auto object = alias_[name];
        const auto direction = parse_word<Direction>(text(object, "direction"));
        if (!direction) {
            note(fmt::format("alias: direction: {}", direction.error()));
        }
        return {.benchmark = text(object, "benchmark"),
                .test = text(object, "test"),
                .metric = text(object, "metric"),
                .unit = text(object, "unit"),
                .direction = direction.value_or(Direction::unknown)};
    }

    [[nodiscard]] Time time(std::string_view name)
    {
        const auto time = parse_rfc3339(text(alias_, name));
        if (!time) {
            note(fmt::format("alias: {}: {}", name, time.error()));
        }
        return time.value_or(Time{});
    }

    [[nodiscard]] const std::optional<std::string>& problem() const noexcept { return problem_; }

private:
    void note(std::string problem)
    {
        if (!problem_) {
            problem_ = std::move(problem);
        }
    }

    JsonValue alias_;
    std::optional<std::string> problem_{};
};

void write(JsonWriter& json, std::string_view key, const SeriesName& name)
{
    json.key(key)
        .begin_object()
        .member("benchmark", name.benchmark)
        .member("test", name.test)
        .member("metric", name.metric)
        .member("unit", name.unit)
        .member("direction", to_word(name.direction))
        .end_object();
}

} // namespace

bool AliasRecord::is_alias(std::string_view line)
{
    JsonParser parser;
    const auto root = parser.parse(line);
    return root && root->is_object() && (*root)["alias"].is_object();
}

Parsed<AliasRecord> AliasRecord::parse(std::string_view line)
{
    JsonParser parser;
    const auto root = parser.parse(line);
    if (!root) {
        return tl::unexpected{root.error()};
    }
    if ((*root)["cb"].count() != version) {
        return tl::unexpected{fmt::format("an alias of another version than {}", version)};
    }
    const auto alias = (*root)["alias"];
    AliasReader reader{alias};
    AliasRecord record{.repo = reader.text(alias, "repo"),
                       .old_series = reader.series("old"),
                       .new_series = reader.series("new"),
                       .created_by = reader.text(alias, "by"),
                       .created_at = reader.time("at"),
                       .reason = reader.text(alias, "reason")};
    if (reader.problem()) {
        return tl::unexpected{*reader.problem()};
    }
    return record;
}

std::string AliasRecord::to_json() const
{
    JsonWriter json;
    json.begin_object().member("cb", version).key("alias").begin_object().member("repo", repo);
    write(json, "old", old_series);
    write(json, "new", new_series);
    json.member("by", created_by)
        .member("at", to_rfc3339(created_at))
        .member("reason", reason)
        .end_object()
        .end_object();
    return json.take();
}

} // namespace cb
