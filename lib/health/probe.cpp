#include "health/probe.hpp"

#include "base/apart.hpp"
#include "tuning/report.hpp"

#include <iterator>

namespace cb::health {

Checks look_at(std::span<const Probe> probes, Duration time)
{
    std::vector<Work> works;
    for (const auto& probe : probes) {
        works.emplace_back([&probe] {
            JsonWriter json;
            json.begin_object();
            tuning::write_report(json, probe.look());
            json.end_object();
            return json.take();
        });
    }
    const auto answers = run_apart(works, {.time = time});
    Checks all;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (answers[i]) {
            auto checks = tuning::read_report(*answers[i]);
            std::move(checks.begin(), checks.end(), std::back_inserter(all));
        } else {
            all.push_back({.code = probes[i].code,
                           .status = Status::problem,
                           .found = answers[i].error().what(),
                           .subject = probes[i].subject});
        }
    }
    return all;
}

} // namespace cb::health
