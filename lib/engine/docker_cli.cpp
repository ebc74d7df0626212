#include "engine/docker_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "host/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds answer_time{15};

/// The last line of `text` that has something in it.
std::string_view last_line(std::string_view text)
{
    text = trimmed(text);
    const auto newline = text.rfind('\n');
    return newline == std::string_view::npos ? text : trimmed(text.substr(newline + 1));
}

Completed run_plain(std::vector<std::string> words, Duration time, OnStop on_stop)
{
    try {
        return run_to_end(docker(std::move(words)), {.time = time, .on_stop = on_stop});
    } catch (const Error& error) {
        throw Error{Errc::unavailable,
                    fmt::format("{}; is docker installed and its daemon alive?", error.what())};
    }
}

/// The first lines of what docker printed; empty ones where it printed fewer.
std::array<std::string, 10> lines_of(std::string_view text)
{
    std::array<std::string, 10> lines;
    for (auto& line : lines) {
        const auto end = std::min(text.find('\n'), text.size());
        line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

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

/// Takes the words that docker puts before every message off the front.
std::string_view without_preamble(std::string_view message)
{
    for (const std::string_view words : {"docker: ", "Error response from daemon: ", "Error: "}) {
        if (message.starts_with(words)) {
            message.remove_prefix(words.size());
        }
    }
    return message;
}

} // namespace

Command docker(std::vector<std::string> words)
{
    words.insert(words.begin(), "docker");
    return {.argv = std::move(words)};
}

std::string docker_message(const Completed& completed)
{
    return fmt::format("{:.500}", without_preamble(last_line(completed.err)));
}

bool docker_answers()
{
    try {
        require_docker();
        return true;
    } catch (const Error&) {
        return false;
    }
}

void require_docker()
{
    const auto answer =
        run_plain({"version", "--format", "{{.Server.Version}}"}, answer_time, OnStop::interrupt);
    if (!answer.ok() || trimmed(answer.out).empty()) {
        throw Error{Errc::unavailable,
                    fmt::format("the docker daemon does not answer: {}", docker_message(answer))};
    }
}

Completed run_docker(std::vector<std::string> words, Duration time, OnStop on_stop)
{
    auto completed = run_plain(std::move(words), time, on_stop);
    if (!completed.ok() && on_stop == OnStop::interrupt) {
        require_docker();
    }
    return completed;
}

std::optional<Image> find_image(const std::string& name)
{
    const auto found =
        run_docker({"image",
                    "inspect",
                    "--format",
                    "{{.Id}}\n{{.Config.WorkingDir}}\n{{range .RepoDigests}}{{.}}\n{{end}}",
                    "--",
                    name});
    if (!found.ok()) {
        return std::nullopt;
    }
    const auto lines = lines_of(found.out);
    return Image{.id = lines.at(0), .work_directory = lines.at(1), .digest = lines.at(2)};
}

DaemonFacts daemon_facts()
{
    const auto endpoint =
        run_docker({"context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
    const auto info = run_docker({"info",
                                  "--format",
                                  "{{.CgroupDriver}}\n{{.ServerVersion}}\n{{.DockerRootDir}}\n"
                                  "{{.DefaultRuntime}}\n{{.RuncCommit.ID}}\n{{.Name}}\n"
                                  "{{.KernelVersion}}\n{{.NCPU}}\n{{.MemTotal}}\n"
                                  "{{.OperatingSystem}}, {{.Architecture}}"});
    const auto lines = lines_of(info.out);
    return {.is_local = endpoint.ok() && trimmed(endpoint.out).starts_with("unix://"),
            .root = lines.at(2),
            .cgroup_driver = lines.at(0),
            .version = lines.at(1),
            .runtime = lines.at(3),
            .runtime_version = lines.at(4),
            .host = host_of({lines.begin() + 5, lines.end()})};
}

} // namespace cb::engine
