#include "engine/container/container_facts.hpp"

#include "base/file.hpp"
#include "base/quantity.hpp"
#include "engine/measure/cgroup_files.hpp"
#include "host/identity.hpp"
#include "json/parse.hpp"
#include "json/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace cb::engine {

namespace {

/// A member that may be absent, as in a daemon of another version.
std::string text_of(ObjectReader object, std::string_view name)
{
    return object.maybe_string(name).value_or("");
}

std::string number_of(ObjectReader object, std::string_view name)
{
    const auto number = object.maybe_count(name);
    return number ? fmt::to_string(*number) : "";
}

/// The engine's machine as a Host, from the facts that make its key.
Host describe_host(std::map<std::string, std::string> facts)
{
    constexpr auto any = std::numeric_limits<std::int64_t>::max();
    Host host;
    host.facts = std::move(facts);
    host.name = host.facts["name"];
    host.kernel = host.facts["kernel"];
    host.cpu = "unknown";
    host.cpus_online = parse_count(host.facts["cpus"], 0, any).value_or(0);
    host.memory_bytes = parse_count(host.facts["memory"], 0, any).value_or(0);
    host.key = host::host_key(host.facts);
    return host;
}

EngineFacts read_docker(ObjectReader info)
{
    return {.context = text_of(info.object("ClientInfo"), "Context"),
            .root = text_of(info, "DockerRootDir"),
            .cgroup_driver = text_of(info, "CgroupDriver"),
            .version = text_of(info, "ServerVersion"),
            .runtime = text_of(info, "DefaultRuntime"),
            .runtime_version = text_of(info.object("RuncCommit"), "ID"),
            .host = describe_host(
                {{"kernel", text_of(info, "KernelVersion")},
                 {"cpus", number_of(info, "NCPU")},
                 {"memory", number_of(info, "MemTotal")},
                 {"system",
                  fmt::format(
                      "{}, {}", text_of(info, "OperatingSystem"), text_of(info, "Architecture"))},
                 {"name", text_of(info, "Name")}})};
}

/// The version of crun spans several lines.
EngineFacts read_podman(ObjectReader info)
{
    auto host = info.object("host");
    auto runtime = host.object("ociRuntime");
    const auto version = text_of(runtime, "version");
    return {.is_local = !host.maybe_truth("serviceIsRemote").value_or(true),
            .is_rootless = host.object("security").maybe_truth("rootless").value_or(false),
            .root = text_of(info.object("store"), "graphRoot"),
            .cgroup_driver = text_of(host, "cgroupManager"),
            .version = text_of(info.object("version"), "Version"),
            .runtime = text_of(runtime, "name"),
            .runtime_version = version.substr(0, version.find('\n')),
            .host =
                describe_host({{"kernel", text_of(host, "kernel")},
                               {"cpus", number_of(host, "cpus")},
                               {"memory", number_of(host, "memTotal")},
                               {"system",
                                fmt::format("{}, {}",
                                            text_of(host.object("distribution"), "distribution"),
                                            text_of(host, "arch"))},
                               {"name", text_of(host, "hostname")}})};
}

/// The last line of `text` that is not blank and not docker's advice after a failed `run`.
std::string_view last_line(std::string_view text)
{
    for (;;) {
        text = trimmed(text);
        const auto newline = text.rfind('\n');
        const auto line =
            newline == std::string_view::npos ? text : trimmed(text.substr(newline + 1));
        if (newline == std::string_view::npos || (!line.starts_with("See 'docker run --help'") &&
                                                  !line.starts_with("Run 'docker run --help'"))) {
            return line;
        }
        text = text.substr(0, newline);
    }
}

} // namespace

const Dialect& get_dialect(Engine engine)
{
    static const Dialect docker{.ping = {"version", "--format", "{{.Server.Version}}"},
                                .does_not_answer = "the docker daemon does not answer",
                                .is_missing = "is docker installed, and is its daemon running?",
                                .is_elsewhere = "the docker daemon is not on this machine",
                                .json = "{{json .}}"};
    static const Dialect podman{.ping = {"info", "--format", "{{.Version.Version}}"},
                                .does_not_answer = "podman does not work",
                                .is_missing = "is podman installed?",
                                .is_elsewhere = "podman's service is not on this machine",
                                .json = "json"};
    return engine == Engine::podman ? podman : docker;
}

bool keeps_memory_limit(const EngineFacts& facts)
{
    return !facts.is_rootless || cgroups_are_unified();
}

EngineFacts parse_facts(Engine engine, std::string_view info)
{
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, info);
    if (!root) {
        return {};
    }
    JsonProblem ignored; // what is absent stays empty
    ObjectReader object{*root, "", ignored};
    return engine == Engine::podman ? read_podman(std::move(object))
                                    : read_docker(std::move(object));
}

/// Docker writes a name as "/NAME".
std::optional<std::vector<std::string>> parse_container_names(std::string_view json)
{
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, json);
    simdjson::dom::array containers;
    if (!root || root->get(containers) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    JsonProblem problem;
    std::vector<std::string> names;
    for (const simdjson::dom::element container : containers) {
        for (auto& name : ObjectReader{container, "", problem}.strings("Names")) {
            names.push_back(name.substr(name.starts_with('/') ? 1 : 0));
        }
    }
    return problem.first() ? std::nullopt : std::optional{std::move(names)};
}

std::optional<bool> parse_oom_killed(std::string_view json)
{
    simdjson::dom::parser parser;
    const auto root = parse_json(parser, json);
    if (!root) {
        return std::nullopt;
    }
    JsonProblem problem;
    return ObjectReader{*root, "", problem}.object("State").maybe_truth("OOMKilled");
}

std::string find_message(std::string_view text)
{
    auto message = last_line(text);
    for (const std::string_view words : {"docker: ", "Error response from daemon: ", "Error: "}) {
        if (message.starts_with(words)) {
            message.remove_prefix(words.size());
        }
    }
    return fmt::format("{:.500}", message);
}

} // namespace cb::engine
