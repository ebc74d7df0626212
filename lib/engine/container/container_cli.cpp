#include "engine/container/container_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/container/image_facts.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

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

Helper ContainerCli::start_plain(const Command& command) const
{
    try {
        return Helper{command};
    } catch (const Error& error) {
        throw NotInstalled{fmt::format("{}; {}", error.what(), get_dialect(engine_).is_missing)};
    }
}

Completed ContainerCli::finish_plain(Helper started, Duration time, OnStop on_stop) const
{
    try {
        return started.finish({.time = time, .on_stop = on_stop});
    } catch (const Error& error) {
        throw Error{Errc::unavailable,
                    fmt::format("{}; {}", error.what(), get_dialect(engine_).is_missing)};
    }
}

std::vector<std::string> split_output(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (end > 0) {
            lines.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
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
    const auto answer =
        finish_plain(start_plain(command(dialect.ping)), answer_time, OnStop::interrupt);
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
    auto completed = finish_plain(start_plain(command), time, on_stop);
    if (!completed.ok() && on_stop == OnStop::interrupt) {
        require();
    }
    return completed;
}

Helper ContainerCli::start(std::vector<std::string> words) const
{
    return start_plain(command(std::move(words)));
}

Completed ContainerCli::finish(Helper started) const
{
    auto completed = finish_plain(std::move(started), Limits{}.time, OnStop::interrupt);
    if (!completed.ok()) {
        require();
    }
    return completed;
}

std::optional<Image> ContainerCli::find_image(const std::string& name) const
{
    return take_image(ask_image(name), name);
}

Helper ContainerCli::ask_image(const std::string& name) const
{
    return start({"image", "inspect", "--", name});
}

std::optional<Image> ContainerCli::take_image(Helper asked, const std::string& name) const
{
    const auto found = finish(std::move(asked));
    if (!found.ok()) {
        return std::nullopt;
    }
    return value_or_throw(parse_image(found.out),
                          Errc::bad_input,
                          fmt::format("the answer of {} about the image {}", program(), name));
}

EngineFacts ContainerCli::facts() const
{
    return take_facts(ask_facts());
}

Helper ContainerCli::ask_facts() const
{
    return start({"info", "--format", std::string{get_dialect(engine_).info}});
}

/// Old clients of docker print empty facts, and no error, if the daemon does not answer.
EngineFacts ContainerCli::take_facts(Helper asked) const
{
    auto facts = parse_facts(engine_, finish(std::move(asked)).out);
    if (facts.version.empty()) {
        require();
    }
    if (engine_ == Engine::docker) {
        facts.is_local = find_endpoint(facts.context).starts_with("unix://");
    }
    return facts;
}

/// The default context is that of DOCKER_HOST, which needs no question.
std::string ContainerCli::find_endpoint(const std::string& context) const
{
    if (context == "default") {
        const char* const host = std::getenv("DOCKER_HOST"); // NOLINT(concurrency-mt-unsafe)
        return host == nullptr || *host == '\0' ? "unix:///var/run/docker.sock" : host;
    }
    const auto endpoint = run({"context", "inspect", "--format", "{{.Endpoints.docker.Host}}"});
    return endpoint.ok() ? endpoint.out : "";
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
