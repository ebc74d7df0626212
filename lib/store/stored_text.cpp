#include "store/stored_text.hpp"

#include "base/json_writer.hpp"

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
    return value_or_throw(parse_rfc3339(*text), Errc::bad_input, "the database, a commit's time");
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
