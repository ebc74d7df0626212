#include "store/stored_text.hpp"

#include "json/parse.hpp"
#include "json/writer.hpp"

namespace cb::store {

JobId stored_job(std::string_view text)
{
    return value_or_throw(JobId::parse(text), Errc::bad_input, "the database, a job's name");
}

std::vector<std::string> stored_names(const std::optional<std::string>& json)
{
    std::vector<std::string> names;
    if (!json) {
        return names;
    }
    simdjson::dom::parser parser;
    const auto root =
        value_or_throw(parse_json(parser, *json), Errc::bad_input, "the database, a list of names");
    simdjson::dom::array array;
    if (root.get(array) != simdjson::SUCCESS) {
        throw Error{Errc::bad_input, "the database: a list of names is none"};
    }
    for (const auto element : array) {
        std::string_view name;
        if (element.get(name) != simdjson::SUCCESS) {
            throw Error{Errc::bad_input, "the database: a list of names holds something else"};
        }
        names.emplace_back(name);
    }
    return names;
}

std::map<std::string, std::string> stored_labels(const std::optional<std::string>& json)
{
    std::map<std::string, std::string> labels;
    if (!json) {
        return labels;
    }
    simdjson::dom::parser parser;
    const auto root =
        value_or_throw(parse_json(parser, *json), Errc::bad_input, "the database, labels");
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS) {
        throw Error{Errc::bad_input, "the database: labels have no names"};
    }
    for (const auto [name, value] : object) {
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS) {
            throw Error{Errc::bad_input, "the database: a label is not a text"};
        }
        labels.emplace(name, text);
    }
    return labels;
}

std::vector<std::string> stored_hashes(std::string_view json)
{
    if (json.find_first_not_of("[\"0123456789abcdef, ]") != std::string_view::npos) {
        return stored_names(std::string{json}); // which also refuses what is not a list
    }
    std::vector<std::string> hashes;
    for (auto start = json.find('"'); start != std::string_view::npos;) {
        const auto end = json.find('"', start + 1);
        hashes.emplace_back(json.substr(start + 1, end - start - 1));
        start = end == std::string_view::npos ? end : json.find('"', end + 1);
    }
    return hashes;
}

std::vector<std::map<std::string, double>> stored_statistics(const std::optional<std::string>& json)
{
    std::vector<std::map<std::string, double>> all;
    if (!json) {
        return all;
    }
    simdjson::dom::parser parser;
    const auto root = value_or_throw(
        parse_json(parser, *json), Errc::bad_input, "the database, a tool's statistics");
    simdjson::dom::array array;
    if (root.get(array) != simdjson::SUCCESS) {
        throw Error{Errc::bad_input, "the database: a tool's statistics are not a list"};
    }
    for (const auto element : array) {
        simdjson::dom::object object;
        if (element.get(object) != simdjson::SUCCESS) {
            throw Error{Errc::bad_input, "the database: a tool's statistics have no names"};
        }
        auto& summary = all.emplace_back();
        for (const auto [name, value] : object) {
            double number = 0;
            if (value.get(number) != simdjson::SUCCESS) {
                throw Error{Errc::bad_input, "the database: a tool's statistic is not a number"};
            }
            summary.emplace(name, number);
        }
    }
    return all;
}

std::optional<Open<Verdict>> stored_verdict(const std::optional<std::string>& text)
{
    return text ? std::optional{Open<Verdict>::read(*text)} : std::nullopt;
}

std::optional<Open<Outcome>> stored_outcome(const std::optional<std::string>& text)
{
    return text ? std::optional{Open<Outcome>::read(*text)} : std::nullopt;
}

Fault stored_fault(const std::optional<std::string>& text)
{
    return text ? stored_word<Fault>(*text) : Fault::commit;
}

std::string names_json(std::span<const JobId> jobs)
{
    JsonWriter names;
    names.begin_array();
    for (const auto& job : jobs) {
        names.value(job.text());
    }
    names.end_array();
    return names.take();
}

} // namespace cb::store
