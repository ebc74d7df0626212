#include "engine/container_facts.hpp"

#include "base/file.hpp"
#include "base/quantity.hpp"
#include "host/identity.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace cb::engine {

namespace {

/// The machine by its name, kernel, number of CPUs, memory and system.
Host host_of(const std::vector<std::string>& told)
{
    constexpr auto any = std::numeric_limits<std::int64_t>::max();
    Host host;
    host.name = told.at(0);
    host.kernel = told.at(1);
    host.cpu = "unknown";
    host.cpus_online = parse_count(told.at(2), 0, any).value_or(0);
    host.memory_bytes = parse_count(told.at(3), 0, any).value_or(0);
    host.facts = {{"kernel", told.at(1)},
                  {"cpus", told.at(2)},
                  {"memory", told.at(3)},
                  {"system", told.at(4)},
                  {"name", told.at(0)}};
    host.key = host_key(host.facts);
    return host;
}

} // namespace

std::array<std::string, 10> first_lines(std::string_view text)
{
    std::array<std::string, 10> lines;
    for (auto& line : lines) {
        const auto end = std::min(text.find('\n'), text.size());
        line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

EngineFacts docker_facts(std::string_view endpoint, std::string_view info)
{
    const auto lines = first_lines(info);
    return {.is_local = trimmed(endpoint).starts_with("unix://"),
            .root = lines.at(2),
            .cgroup_driver = lines.at(0),
            .version = lines.at(1),
            .runtime = lines.at(3),
            .runtime_version = lines.at(4),
            .host = host_of({lines.begin() + 5, lines.end()})};
}

} // namespace cb::engine
