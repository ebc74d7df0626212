#include "tuning/report.hpp"

#include "base/utf8.hpp"
#include "json/fields.hpp"
#include "json/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb {

template <>
inline constexpr auto fields<tuning::Check> =
    std::tuple{required("code", &tuning::Check::code),
               optional("subject", &tuning::Check::subject),
               required("status", &tuning::Check::status),
               optional("found", &tuning::Check::found),
               optional("cost", &tuning::Check::cost),
               optional("remedy", &tuning::Check::remedy),
               optional("figures", &tuning::Check::figures)};

} // namespace cb

namespace cb::tuning {

namespace {

constexpr std::array all{
    Status::problem, Status::warning, Status::unknown, Status::note, Status::ok};

/// The content of the machine's files may be long.
constexpr std::size_t max_found = 500;

std::size_t count(const std::vector<Check>& checks, Status status)
{
    return static_cast<std::size_t>(
        std::count_if(checks.begin(), checks.end(), [status](const Check& check) {
            return check.status == status;
        }));
}

std::string summary(const std::vector<Check>& checks)
{
    std::string text;
    for (const auto status : all) {
        text += fmt::format(
            "{}{} {}", text.empty() ? "" : ", ", count(checks, status), to_word(status));
    }
    return text;
}

/// "disk /var/lib/cb"
std::string name_of(const Check& check)
{
    return check.subject.empty() ? check.code
                                 : check.code + " " + printable(check.subject, max_found);
}

/// An empty text is null.
void write_member(JsonWriter& json, std::string_view name, const std::string& text)
{
    json.member(name, text.empty() ? std::nullopt : std::optional{text});
}
void write_member(JsonWriter& json, std::string_view name, Status status)
{
    json.member(name, to_word(status));
}
void write_member(JsonWriter& json,
                  std::string_view name,
                  const std::map<std::string, double>& figures)
{
    json.key(name);
    write_json(json, figures);
}

} // namespace

std::string report_table(std::vector<Check> checks)
{
    std::stable_sort(checks.begin(), checks.end(), [](const Check& left, const Check& right) {
        return left.status < right.status;
    });
    std::size_t width = 0;
    for (const auto& check : checks) {
        width = std::max(width, name_of(check).size());
    }
    std::string text;
    for (const auto& check : checks) {
        text += fmt::format("{:<8} {:<{}}  {}\n",
                            to_word(check.status),
                            name_of(check),
                            width,
                            printable(check.found, max_found));
        if (!check.cost.empty()) {
            text += fmt::format("{:9}{}\n", "", check.cost);
        }
        if (!check.remedy.empty()) {
            text += fmt::format("{:9}=> {}\n", "", printable(check.remedy, max_found));
        }
    }
    return text + "\n" + summary(checks) + "\n";
}

void write_report(JsonWriter& json, const std::vector<Check>& checks)
{
    json.key("summary").begin_object();
    for (const auto status : all) {
        json.member(to_word(status), static_cast<std::uint64_t>(count(checks, status)));
    }
    json.end_object().key("checks").begin_array();
    for (const auto& check : checks) {
        json.begin_object();
        for_each_field<Check>(
            [&](const auto& field) { write_member(json, field.name, check.*field.member); });
        json.end_object();
    }
    json.end_array();
}

std::vector<Check> read_report(std::string_view json)
{
    simdjson::dom::parser parser;
    JsonProblem problem;
    ObjectReader report{
        value_or_throw(parse_json(parser, json), Errc::bad_input, "a report"), "", problem};
    std::vector<Check> checks;
    if (const auto member = report.member("checks")) {
        read_json(*member, checks);
    }
    if (problem.first()) {
        throw Error{Errc::bad_input, "a report: " + *problem.first()};
    }
    return checks;
}

} // namespace cb::tuning
