#include "engine/container_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

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

/// Takes the words that engines put before every message off the front.
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

std::string ContainerCli::program() const
{
    return std::string{to_word(engine_)};
}

Command ContainerCli::command(std::vector<std::string> words) const
{
    words.insert(words.begin(), program());
    return {.argv = std::move(words)};
}

Completed
ContainerCli::run_plain(std::vector<std::string> words, Duration time, OnStop on_stop) const
{
    try {
        return run_to_end(command(std::move(words)), {.time = time, .on_stop = on_stop});
    } catch (const Error& error) {
        throw Error{Errc::unavailable,
                    fmt::format("{}; is docker installed and its daemon alive?", error.what())};
    }
}

std::string message_of(const Completed& completed)
{
    return fmt::format("{:.500}", without_preamble(last_line(completed.err)));
}

bool ContainerCli::answers() const
{
    try {
        require();
        return true;
    } catch (const Error&) {
        return false;
    }
}

void ContainerCli::require() const
{
    const auto answer =
        run_plain({"version", "--format", "{{.Server.Version}}"}, answer_time, OnStop::interrupt);
    if (!answer.ok() || trimmed(answer.out).empty()) {
        throw Error{Errc::unavailable,
                    fmt::format("the docker daemon does not answer: {}", message_of(answer))};
    }
}

Completed ContainerCli::run(std::vector<std::string> words, Duration time, OnStop on_stop) const
{
    auto completed = run_plain(std::move(words), time, on_stop);
    if (!completed.ok() && on_stop == OnStop::interrupt) {
        require();
    }
    return completed;
}

std::optional<Image> ContainerCli::find_image(const std::string& name) const
{
    const auto found = run({"image",
                            "inspect",
                            "--format",
                            "{{.Id}}\n{{.Config.WorkingDir}}\n{{range .RepoDigests}}{{.}}\n{{end}}",
                            "--",
                            name});
    if (!found.ok()) {
        return std::nullopt;
    }
    const auto lines = first_lines(found.out);
    return Image{.id = lines.at(0), .work_directory = lines.at(1), .digest = lines.at(2)};
}

EngineFacts ContainerCli::facts() const
{
    const auto endpoint = run({"context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
    const auto info = run({"info", "--format", docker_info_template});
    return docker_facts(endpoint.ok() ? endpoint.out : "", info.out);
}

} // namespace cb::engine
