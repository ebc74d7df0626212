#include "manifest/section_json.hpp"

#include "manifest/fields.hpp"

#include <fmt/format.h>

namespace cb {

void read_json(const JsonMember& member, std::vector<FitnessReason>& reasons)
{
    bool has_figures = true; // as the first one has: a list is of one kind
    bool is_first = true;
    member.for_each_element([&](const JsonMember& element) {
        std::string_view code;
        if (is_first && element.get(code) == simdjson::SUCCESS) {
            has_figures = false;
        }
        is_first = false;
        if (has_figures) {
            reasons.push_back(read_fields<FitnessReason>(element.object()));
        } else {
            reasons.push_back({.code = std::string{element.text().value_or("")}});
        }
    });
}

namespace {

std::optional<std::vector<std::string>> read_option(simdjson::dom::element element)
{
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS) {
        return std::vector{std::string{text}};
    }
    simdjson::dom::array array;
    if (element.get(array) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const simdjson::dom::element each : array) {
        if (each.get(text) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        texts.emplace_back(text);
    }
    return texts;
}

} // namespace

void read_json(const JsonMember& member, JobOptions& options)
{
    const auto commands = member.as<simdjson::dom::object>();
    if (!commands) {
        return;
    }
    for (const auto [command, element] : *commands) {
        simdjson::dom::object object;
        if (element.get(object) != simdjson::SUCCESS) {
            member.note(fmt::format("\"{}\" must be an object", command));
            continue;
        }
        auto& texts = options.by_command[std::string{command}];
        for (const auto [name, value] : object) {
            if (auto read = read_option(value)) {
                texts.emplace(name, std::move(*read));
            } else {
                member.note(fmt::format(
                    "\"{}/{}\" must be a string or an array of strings", command, name));
            }
        }
    }
}

void write_json(JsonWriter& json, const JobOptions& options)
{
    json.begin_object();
    for (const auto& [command, texts] : options.by_command) {
        json.key(command).begin_object();
        for (const auto& [name, values] : texts) {
            json.key(name);
            if (values.size() == 1) {
                json.value(values.front());
            } else {
                write_array(json, values);
            }
        }
        json.end_object();
    }
    json.end_object();
}

void write(JsonWriter& json, const Source& source)
{
    write_json(json, source);
}
void write(JsonWriter& json, const Config& config)
{
    write_json(json, config);
}
void write(JsonWriter& json, const Failure& failure)
{
    write_json(json, failure);
}
void write(JsonWriter& json, const Build& build)
{
    write_json(json, build);
}
void write(JsonWriter& json, const Run& run)
{
    write_json(json, run);
}
void write(JsonWriter& json, const std::vector<ResultsFile>& files)
{
    write_json(json, files);
}
void write(JsonWriter& json, const ParseFacts& facts)
{
    write_json(json, facts);
}
void write(JsonWriter& json, const Result& result)
{
    write_json(json, result);
}
void write(JsonWriter& json, const Stored& stored)
{
    write_json(json, stored);
}

} // namespace cb
