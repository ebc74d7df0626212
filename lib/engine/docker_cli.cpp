#include "engine/docker_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"

#include <fmt/format.h>

#include <algorithm>

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

std::optional<std::string> find_image(const std::string& name)
{
    const auto found = run_docker({"image", "inspect", "--format", "{{.Id}}", "--", name});
    if (!found.ok()) {
        return std::nullopt;
    }
    return std::string{trimmed(found.out)};
}

DaemonFacts daemon_facts()
{
    const auto endpoint =
        run_docker({"context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
    const auto info = run_docker({"info", "--format", "{{.CgroupDriver}} {{.ServerVersion}}"});
    DaemonFacts facts;
    facts.is_local = endpoint.ok() && trimmed(endpoint.out).starts_with("unix://");
    const auto words = trimmed(info.out);
    const auto blank = std::min(words.find(' '), words.size());
    facts.cgroup_driver = words.substr(0, blank);
    facts.server_version = trimmed(words.substr(blank));
    return facts;
}

} // namespace cb::engine
