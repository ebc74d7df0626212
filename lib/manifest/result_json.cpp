#include "manifest/json_parts.hpp"
#include "manifest/section_json.hpp"

namespace cb {

namespace {

Rejected read_rejected(ObjectReader object)
{
    return {.line = object.count("line"),
            .column = object.count("column"),
            .field = object.maybe_string("field").value_or(""),
            .reason = object.string("reason")};
}

void write(JsonWriter& json, const Rejected& rejected)
{
    json.begin_object()
        .member("line", rejected.line)
        .member("column", rejected.column)
        .member("field", rejected.field)
        .member("reason", rejected.reason)
        .end_object();
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> read_lines(ObjectReader& object)
{
    std::vector<std::pair<std::uint64_t, std::uint64_t>> lines;
    for (const auto& [element, path] : object.elements("lines")) {
        simdjson::dom::array range;
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        if (element.get(range) != simdjson::SUCCESS || range.size() != 2 ||
            range.at(0).get(first) != simdjson::SUCCESS ||
            range.at(1).get(last) != simdjson::SUCCESS) {
            object.note("lines", "must hold pairs of line numbers");
        }
        lines.emplace_back(first, last);
    }
    return lines;
}

std::optional<std::map<std::string, double>> read_summary(ObjectReader& object)
{
    if (!object.has("summary")) {
        return std::nullopt;
    }
    std::map<std::string, double> summary;
    for (const auto& [name, number] : object.number_map("summary")) {
        if (number) {
            summary.emplace(name, *number);
        }
    }
    return summary;
}

void write_summary(JsonWriter& json, const std::optional<std::map<std::string, double>>& summary)
{
    json.key("summary");
    if (!summary) {
        json.null();
        return;
    }
    json.begin_object();
    for (const auto& [name, number] : *summary) {
        json.member(name, number);
    }
    json.end_object();
}

} // namespace

ParseFacts read_parse_facts(ObjectReader object)
{
    ParseFacts facts;
    facts.format = object.string("format");
    facts.found = object.count("found");
    for (auto& rejected : object.objects("rejected")) {
        facts.rejected.push_back(read_rejected(std::move(rejected)));
    }
    facts.read_at = maybe_open<Time>(object, "read_at");
    return facts;
}

void write(JsonWriter& json, const ParseFacts& facts)
{
    json.begin_object().member("format", facts.format).member("found", facts.found);
    json.key("rejected").begin_array();
    for (const auto& rejected : facts.rejected) {
        write(json, rejected);
    }
    json.end_array();
    if (facts.read_at) {
        json.member("read_at", text_of(facts.read_at));
    }
    json.end_object();
}

Result read_result(ObjectReader object)
{
    Result result;
    result.benchmark = object.string("benchmark");
    result.test = object.string("test");
    result.metric = object.string("metric");
    result.unit = object.maybe_string("unit").value_or("");
    for (auto& unit : object.strings("printed_units")) {
        result.printed_units.insert(std::move(unit));
    }
    result.direction = maybe_open<Direction>(object, "direction").value_or(Direction::unknown);
    result.description = object.maybe_string("description").value_or("");
    result.values = object.numbers("values");
    result.summary = read_summary(object);
    result.lines = read_lines(object);
    result.labels = object.string_map("labels");
    return result;
}

void write(JsonWriter& json, const Result& result)
{
    json.begin_object()
        .member("benchmark", result.benchmark)
        .member("test", result.test)
        .member("metric", result.metric)
        .member("unit", result.unit);
    if (!result.printed_units.empty()) { // rare, and there may be very many results
        write_strings(json, "printed_units", result.printed_units);
    }
    json.member("direction", to_word(result.direction))
        .member("description", result.description)
        .key("values")
        .values(result.values);
    write_summary(json, result.summary);
    json.key("lines").values(result.lines);
    write_string_map(json, "labels", result.labels);
    json.end_object();
}

void write(JsonWriter& json, const Stored& stored)
{
    json.begin_object()
        .member("backend", stored.backend)
        .member("new", stored.is_new)
        .member("replaced", stored.is_replaced)
        .end_object();
}

} // namespace cb
