#include "base/openmetrics.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::openmetrics {

std::string describe_gauge(std::string_view name, std::string_view help, std::string_view unit)
{
    auto text = fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
    if (!unit.empty()) {
        text += fmt::format("# UNIT {} {}\n", name, unit);
    }
    return text;
}

std::string to_text(const Labels& labels)
{
    std::string text;
    for (const auto& [name, value] : labels) {
        text += fmt::format("{}{}=\"", text.empty() ? "" : ",", name);
        for (const char c : to_utf8(value)) {
            if (c == '\n') {
                text += "\\n";
            } else {
                text += c == '"' || c == '\\' ? "\\" : "";
                text += c;
            }
        }
        text += '"';
    }
    return text;
}

double seconds_of(Time time)
{
    return std::chrono::duration<double>{time.time_since_epoch()}.count();
}

} // namespace cb::openmetrics
