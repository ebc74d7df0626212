#include "report/hosts.hpp"

#include "json/writer.hpp"
#include "manifest/words.hpp"
#include "report/text.hpp"

#include <algorithm>
#include <span>

namespace cb::report {

void write_hosts(store::Queries& queries, Site& site)
{
    constexpr std::size_t max_runs = 500; // per host
    JsonWriter json;
    json.begin_array();
    for (const auto& host : queries.hosts()) {
        json.begin_object()
            .member("name", host.name)
            .member("key", host.host_key)
            .member("cpu", host.cpu)
            .member("kernel", host.kernel)
            .member("first", to_rfc3339(host.first_seen))
            .member("last", to_rfc3339(host.last_seen))
            .member("clean", host.clean)
            .member("suspect", host.suspect)
            .member("invalid", host.invalid)
            .key("runs")
            .begin_array();
        const auto fitness = queries.host_fitness(host.name, host.host_key);
        for (const auto& run : std::span{fitness}.last(std::min(fitness.size(), max_runs))) {
            json.begin_array()
                .value(to_rfc3339(run.at))
                .value(to_word(run.verdict))
                .raw(run.reasons.empty() ? "[]" : std::string_view{run.reasons})
                .end_array();
        }
        json.end_array().end_object();
    }
    json.end_array();
    site.put("data/hosts.js", make_script("data/hosts.js", json.text()));
}

} // namespace cb::report
