#include "engine/container_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds answer_time{15};

/// The digest by which a registry knows the image. Podman makes up one of a registry "localhost"
/// for what it built.
std::string registry_digest(std::string_view lines)
{
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        const auto digest = trimmed(lines.substr(0, end));
        if (!digest.empty() && !digest.starts_with("localhost/")) {
            return std::string{digest};
        }
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return {};
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
        const auto message = fmt::format("{}; {}", error.what(), dialect_of(engine_).is_missing);
        if (error.code() == Errc::system) {
            throw NotInstalled{message};
        }
        throw Error{Errc::unavailable, message};
    }
}

std::string message_of(const Completed& completed)
{
    return message_in(completed.err);
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
    const auto& dialect = dialect_of(engine_);
    const auto answer = run_plain(dialect.ping, answer_time, OnStop::interrupt);
    if (!answer.ok() || trimmed(answer.out).empty()) {
        throw Error{Errc::unavailable,
                    fmt::format("{}: {}", dialect.does_not_answer, message_of(answer))};
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
    const std::string_view text = found.out;
    const auto id_end = std::min(text.find('\n'), text.size());
    const auto directory_end = std::min(text.find('\n', id_end + 1), text.size());
    constexpr std::string_view algorithm = "sha256:"; // which podman leaves out, and understands
    auto id = std::string{text.substr(0, id_end)};
    if (!id.starts_with(algorithm)) {
        id.insert(0, algorithm);
    }
    return Image{.id = std::move(id),
                 .work_directory = std::string{text.substr(id_end + 1, directory_end - id_end - 1)},
                 .digest = registry_digest(text.substr(directory_end))};
}

EngineFacts ContainerCli::facts() const
{
    const auto info = run({"info", "--format", std::string{dialect_of(engine_).info}});
    if (engine_ == Engine::podman) {
        return parse_facts(engine_, info.out, "");
    }
    const auto endpoint = run({"context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
    return parse_facts(engine_, info.out, endpoint.ok() ? endpoint.out : "");
}

Parsed<ContainerCli> answering_engine(Log& log)
{
    std::string problems;
    Level level = Level::info;
    for (const auto engine : container_engines) {
        const ContainerCli cli{engine};
        try {
            cli.require();
            if (!problems.empty()) {
                log.write(level, fmt::format("{}; {} is used instead", problems, cli.program()));
            }
            return cli;
        } catch (const NotInstalled& error) {
            problems += (problems.empty() ? "" : "; ") + std::string{error.what()};
        } catch (const Error& error) {
            problems += (problems.empty() ? "" : "; ") + std::string{error.what()};
            level = Level::warning;
        }
    }
    return tl::unexpected{problems};
}

} // namespace cb::engine
