#include "tuning/report.hpp"

#include "base/utf8.hpp"
#include "json/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::tuning {

namespace {

constexpr std::array all{
    Status::problem, Status::warning, Status::unknown, Status::note, Status::ok};

/// The content of the machine's files may be long.
constexpr std::size_t most_found = 500;

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

void write_text(JsonWriter& json, const char* name, const std::string& text)
{
    json.member(name, text.empty() ? std::nullopt : std::optional{text});
}

} // namespace

std::string report_table(std::vector<Check> checks)
{
    std::stable_sort(checks.begin(), checks.end(), [](const Check& left, const Check& right) {
        return left.status < right.status;
    });
    std::size_t width = 0;
    for (const auto& check : checks) {
        width = std::max(width, check.code.size());
    }
    std::string text;
    for (const auto& check : checks) {
        text += fmt::format("{:<8} {:<{}}  {}\n",
                            to_word(check.status),
                            check.code,
                            width,
                            printable(check.found, most_found));
        if (!check.cost.empty()) {
            text += fmt::format("{:9}{}\n", "", check.cost);
        }
        if (!check.remedy.empty()) {
            text += fmt::format("{:9}=> {}\n", "", check.remedy);
        }
    }
    return text + "\n" + summary(checks) + "\n";
}

std::string report_json(const std::vector<Check>& checks, const std::optional<CpuChoice>& choice)
{
    JsonWriter json;
    json.begin_object();
    json.member("cpus", choice ? std::optional{choice->cpus.to_string()} : std::nullopt);
    json.key("summary").begin_object();
    for (const auto status : all) {
        json.member(to_word(status), static_cast<std::uint64_t>(count(checks, status)));
    }
    json.end_object().key("checks").begin_array();
    for (const auto& check : checks) {
        json.begin_object().member("code", check.code).member("status", to_word(check.status));
        write_text(json, "found", check.found);
        write_text(json, "cost", check.cost);
        write_text(json, "remedy", check.remedy);
        json.end_object();
    }
    json.end_array().end_object();
    return json.take() + '\n';
}

} // namespace cb::tuning
