#include "health/findings.hpp"

#include "health/openmetrics.hpp"
#include "json/writer.hpp"
#include "tuning/report.hpp"

#include <fmt/format.h>

namespace cb::health {

std::string to_table(const Findings& findings)
{
    const auto machine = tuning::report_table(findings.machine);
    return findings.installation ? fmt::format("The installation\n\n{}\nThe machine\n\n{}",
                                               tuning::report_table(*findings.installation),
                                               machine)
                                 : machine;
}

std::string to_json(const Findings& findings)
{
    const auto& choice = findings.choice;
    JsonWriter json;
    json.begin_object().member("cpus",
                               choice ? std::optional{choice->cpus.to_string()} : std::nullopt);
    tuning::write_report(json, findings.machine);
    if (findings.installation) {
        json.key("installation").begin_object();
        tuning::write_report(json, *findings.installation);
        json.end_object();
    }
    json.end_object();
    return json.take() + '\n';
}

std::string to_openmetrics(const Findings& findings)
{
    auto all = findings.installation.value_or(Checks{});
    all.insert(all.end(), findings.machine.begin(), findings.machine.end());
    return to_openmetrics(all);
}

} // namespace cb::health
