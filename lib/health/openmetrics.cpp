#include "health/openmetrics.hpp"

#include "base/openmetrics.hpp"

#include <fmt/format.h>

#include <array>
#include <map>

namespace cb::health {

namespace {

/// "free_bytes" has the unit bytes.
std::string_view unit_of(std::string_view name)
{
    for (const std::string_view unit : {"seconds", "bytes", "ratio"}) {
        if (name.ends_with(unit)) {
            return unit;
        }
    }
    return {};
}

} // namespace

std::string to_openmetrics(const Checks& checks)
{
    std::string text = openmetrics::describe_gauge(
        "cb_check_status", "1 for the status that a check of cb doctor has.");
    std::map<std::string, std::string> families; // each is written at one place
    for (const auto& check : checks) {
        text += fmt::format("cb_check_status{{{}}} 1\n",
                            openmetrics::to_text({{"check", check.code},
                                                  {"subject", check.subject},
                                                  {"status", to_word(check.status)}}));
        for (const auto& [name, value] : check.figures) {
            families[fmt::format("cb_{}_{}", check.code, name)] += fmt::format(
                "{{{}}} {}\n", openmetrics::to_text({{"subject", check.subject}}), value);
        }
    }
    families["cb_doctor_timestamp_seconds"] =
        fmt::format(" {:.3f}\n", openmetrics::seconds_of(now()));
    for (const auto& [name, samples] : families) {
        text += openmetrics::describe_gauge(name, "See docs/doctor.md of cb.", unit_of(name));
        std::string_view rest{samples};
        while (!rest.empty()) {
            const auto line = rest.substr(0, rest.find('\n') + 1);
            text += name;
            text += line;
            rest.remove_prefix(line.size());
        }
    }
    return text + std::string{openmetrics::end};
}

} // namespace cb::health
