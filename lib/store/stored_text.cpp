#include "store/stored_text.hpp"

#include "json/parse.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <charconv>

namespace cb::store {

JobId stored_job(std::string_view text)
{
    return value_or_throw(JobId::parse(text), Errc::bad_input, "the database, a job's name");
}

std::optional<Time> stored_time(const std::optional<std::string>& text)
{
    if (!text) {
        return std::nullopt;
    }
    return value_or_throw(parse_rfc3339(*text), Errc::bad_input, "the database, a time");
}

std::optional<std::uint64_t> stored_count(const std::optional<std::string>& text)
{
    if (!text) {
        return std::nullopt;
    }
    std::uint64_t count = 0;
    const auto* const last = text->data() + text->size();
    const auto [end, error] = std::from_chars(text->data(), last, count);
    if (error != std::errc{} || end != last) {
        throw Error{Errc::bad_input, fmt::format("the database, a count: \"{:.40}\"", *text)};
    }
    return count;
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

std::optional<Open<Verdict>> stored_verdict(const std::optional<std::string>& text)
{
    return text ? std::optional{Open<Verdict>::read(*text)} : std::nullopt;
}

Fault stored_fault(const std::optional<std::string>& text)
{
    return text ? stored_word<Fault>(*text) : Fault::commit;
}

KnownJob stored_known_job(std::string_view work,
                          std::string_view status,
                          const std::optional<std::string>& fault,
                          const std::optional<std::string>& reason,
                          std::int64_t tries,
                          const std::string& last_try)
{
    return {.work = stored_job(work),
            .status = stored_word<Status>(status),
            .fault = stored_fault(fault),
            .reason = reason.value_or(""),
            .tries = static_cast<std::uint64_t>(tries),
            .last_try = stored_time(last_try).value()};
}

double stored_number(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
    if (error != std::errc{} || end != text.end()) {
        throw Error{Errc::bad_input, fmt::format("the database, a sample: \"{:.40}\"", text)};
    }
    return number;
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
