#include "manifest/section_json.hpp"

#include "manifest/fields.hpp"

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
