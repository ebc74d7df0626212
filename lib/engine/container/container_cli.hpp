#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/subprocess.hpp"
#include "engine/container/container_facts.hpp"
#include "engine/request.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cb::engine {

/// Thrown when the engine's program cannot be started.
class NotInstalled : public Error {
public:
    explicit NotInstalled(const std::string& message) : Error{Errc::unavailable, message} {}
};

/// The command line of an engine that runs containers. Contexts, remote hosts and credentials are
/// the engine's own business, so cb works with whatever the user's `docker` works with.
class ContainerCli {
public:
    /// \pre `engine` is not native
    explicit ContainerCli(Engine engine) : engine_{engine} {}

    [[nodiscard]] Engine engine() const noexcept { return engine_; }

    /// The word that is typed: "docker".
    [[nodiscard]] std::string program() const;

    /// `docker WORD...` as a command, with `env` added to its environment.
    [[nodiscard]] Command command(std::vector<std::string> words,
                                  std::vector<std::pair<std::string, std::string>> env = {}) const;

    /// Runs it to its end. Throws Error{unavailable} when the engine is not installed, does not
    /// answer, or takes longer than `time`; Interrupted. A failure that is the engine's answer (no
    /// such image) is returned.
    [[nodiscard]] Completed run(std::vector<std::string> words,
                                Duration time = std::chrono::seconds{60},
                                OnStop on_stop = OnStop::interrupt) const;
    [[nodiscard]] Completed run(const Command& command,
                                Duration time = std::chrono::seconds{60},
                                OnStop on_stop = OnStop::interrupt) const;

    /// Whether the engine is installed and answers. Throws Interrupted.
    [[nodiscard]] bool answers() const;

    /// Throws Error{unavailable} with the engine's own words unless it answers.
    void require() const;

    /// The image of that name or id; none if the engine has not got it. Throws as run().
    [[nodiscard]] std::optional<Image> find_image(const std::string& name) const;

    /// Asks the engine. Throws as run().
    [[nodiscard]] EngineFacts facts() const;

private:
    [[nodiscard]] Completed run_plain(const Command& command, Duration time, OnStop on_stop) const;

    Engine engine_;
};

/// The engines that have one, the preferred first.
inline constexpr std::array container_engines{Engine::docker, Engine::podman};

/// The first that answers, or why none of them does. Warns when it is not the preferred one, unless
/// that is not installed. Throws Interrupted.
[[nodiscard]] Parsed<ContainerCli> answering_engine(Log& log);

/// What the engine said, as one line: message_in() of its standard error.
[[nodiscard]] std::string message_of(const Completed& completed);

} // namespace cb::engine
