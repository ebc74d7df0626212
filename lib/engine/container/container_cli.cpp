#include "engine/container/container_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/container/image_facts.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds answer_time{15};

} // namespace

std::string ContainerCli::program() const
{
    return std::string{to_word(engine_)};
}

Command ContainerCli::command(std::vector<std::string> words,
                              std::vector<std::pair<std::string, std::string>> env) const
{
    words.insert(words.begin(), program());
    return {.argv = std::move(words), .env = std::move(env)};
}

Completed ContainerCli::run_plain(const Command& command, Duration time, OnStop on_stop) const
{
    try {
        return run_to_end(command, {.time = time, .on_stop = on_stop});
    } catch (const Error& error) {
        const auto message = fmt::format("{}; {}", error.what(), get_dialect(engine_).is_missing);
        if (error.code() == Errc::system) {
            throw NotInstalled{message};
        }
        throw Error{Errc::unavailable, message};
    }
}

std::string get_message(const Completed& completed)
{
    return find_message(completed.err);
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
    const auto& dialect = get_dialect(engine_);
    const auto answer = run_plain(command(dialect.ping), answer_time, OnStop::interrupt);
    if (!answer.ok() || trimmed(answer.out).empty()) {
        throw Error{Errc::unavailable,
                    fmt::format("{}: {}", dialect.does_not_answer, get_message(answer))};
    }
}

Completed ContainerCli::run(std::vector<std::string> words, Duration time, OnStop on_stop) const
{
    return run(command(std::move(words)), time, on_stop);
}

Completed ContainerCli::run(const Command& command, Duration time, OnStop on_stop) const
{
    auto completed = run_plain(command, time, on_stop);
    if (!completed.ok() && on_stop == OnStop::interrupt) {
        require();
    }
    return completed;
}

std::optional<Image> ContainerCli::find_image(const std::string& name) const
{
    const auto found = run({"image", "inspect", "--", name});
    if (!found.ok()) {
        return std::nullopt;
    }
    return value_or_throw(parse_image(found.out),
                          Errc::bad_input,
                          fmt::format("the answer of {} about the image {}", program(), name));
}

EngineFacts ContainerCli::facts() const
{
    const auto info = run({"info", "--format", std::string{get_dialect(engine_).info}});
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
                log.write(level, fmt::format("{}; using {} instead", problems, cli.program()));
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
