#include "engine/container/container_cli.hpp"

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/container/container_words.hpp"
#include "engine/container/image_facts.hpp"
#include "manifest/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace cb::engine {

namespace {

constexpr std::chrono::seconds answer_time{15};
constexpr std::chrono::seconds removal_time{60};
constexpr unsigned not_found = 404;

std::shared_ptr<DockerSocket> open_socket(Engine engine)
{
    const auto socket = engine == Engine::docker ? find_docker_socket() : std::nullopt;
    return socket ? std::make_shared<DockerSocket>(*socket) : nullptr;
}

std::vector<std::string> image_words(const std::string& name)
{
    return {"image", "inspect", "--", name};
}

std::vector<std::string> info_words(Engine engine)
{
    return {"info", "--format", std::string{get_dialect(engine).json}};
}

std::vector<std::string> list_words()
{
    return {"ps", "--all", "--filter", "label=org.cb.run", "--format", "{{.Names}}"};
}

} // namespace

ContainerCli::ContainerCli(Engine engine) : engine_{engine}, socket_{open_socket(engine)} {}

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

Asked ContainerCli::ask(const std::vector<std::string>& words) const
{
    return socket_ ? Asked{} : start_plain(command(words));
}

Completed ContainerCli::finish(Asked asked, const std::vector<std::string>& words) const
{
    auto completed = finish_plain(
        asked ? std::move(*asked) : start_plain(command(words)), Limits{}.time, OnStop::interrupt);
    if (!completed.ok()) {
        require();
    }
    return completed;
}

std::optional<Image> ContainerCli::find_image(const std::string& name) const
{
    return take_image(ask_image(name), name);
}

Asked ContainerCli::ask_image(const std::string& name) const
{
    return ask(image_words(name));
}

std::optional<Image> ContainerCli::take_image(Asked asked, const std::string& name) const
{
    std::string text;
    const auto response =
        send(net::Method::get, fmt::format("/images/{}/json", net::percent_encode(name)));
    if (response && response->status == not_found) {
        return std::nullopt;
    }
    if (response && response->ok()) {
        text = fmt::format("[{}]", response->body);
    } else {
        auto found = finish(std::move(asked), image_words(name));
        if (!found.ok()) {
            return std::nullopt;
        }
        text = std::move(found.out);
    }
    return value_or_throw(parse_image(text),
                          Errc::bad_input,
                          fmt::format("the answer of {} about the image {}", program(), name));
}

EngineFacts ContainerCli::facts() const
{
    return take_facts(ask_facts());
}

Asked ContainerCli::ask_facts() const
{
    return ask(info_words(engine_));
}

/// Old clients of docker print empty facts, and no error, if the daemon does not answer.
EngineFacts ContainerCli::take_facts(Asked asked) const
{
    if (const auto response = send(net::Method::get, "/info"); response && response->ok()) {
        if (auto facts = parse_facts(engine_, response->body); !facts.version.empty()) {
            facts.is_local = true;
            return facts;
        }
    }
    auto facts = parse_facts(engine_, finish(std::move(asked), info_words(engine_)).out);
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

Asked ContainerCli::ask_containers() const
{
    return ask(list_words());
}

std::vector<std::string> ContainerCli::take_containers(Asked asked) const
{
    static const auto path = fmt::format("/containers/json?all=true&filters={}",
                                         net::percent_encode(R"({"label":["org.cb.run"]})"));
    if (const auto response = send(net::Method::get, path); response && response->ok()) {
        if (auto names = parse_container_names(response->body)) {
            return std::move(*names);
        }
    }
    return split_output(finish(std::move(asked), list_words()).out);
}

bool ContainerCli::was_oom_killed(const std::string& container) const
{
    const auto path = fmt::format("/containers/{}/json", container);
    if (const auto response = send(net::Method::get, path); response && response->ok()) {
        if (const auto killed = parse_oom_killed(response->body)) {
            return *killed;
        }
    }
    return trimmed(run({"inspect", "--format", "{{.State.OOMKilled}}", container}).out) == "true";
}

Parsed<void> ContainerCli::remove(const std::string& container) const
{
    const auto ask_program = [&](std::vector<std::string> words) {
        return run(std::move(words), removal_time, OnStop::ignore);
    };
    try {
        const auto response =
            send(net::Method::remove, fmt::format("/containers/{}?force=true&v=true", container));
        if (response && (response->ok() || response->status == not_found)) {
            return {};
        }
    } catch (const Interrupted&) { // the program is not interrupted
    }
    auto removed = ask_program(remove_words(container));
    if (!removed.ok()) { // podman does not remove a paused container
        static_cast<void>(ask_program({"unpause", container}));
        removed = ask_program(remove_words(container));
    }
    if (removed.ok() || removed.err.find("o such container") != std::string::npos) {
        return {};
    }
    return tl::unexpected{get_message(removed)};
}

std::optional<net::Response> ContainerCli::send(net::Method method, const std::string& path) const
{
    return socket_ ? socket_->send(
                         method, path, method == net::Method::remove ? removal_time : answer_time)
                   : std::nullopt;
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
