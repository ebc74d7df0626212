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
