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

/// The command line of a container engine. Contexts, remote hosts and credentials are left to the
/// engine, so cb works with everything that the user's `docker` works with.
class ContainerCli {
public:
    /// \pre `engine` is not native
    explicit ContainerCli(Engine engine) : engine_{engine} {}

    [[nodiscard]] Engine engine() const noexcept { return engine_; }

    /// The name of its executable: "docker".
    [[nodiscard]] std::string program() const;

    /// `docker WORD...` as a command, with `env` added to its environment.
    [[nodiscard]] Command command(std::vector<std::string> words,
                                  std::vector<std::pair<std::string, std::string>> env = {}) const;

    /// Runs a command to its end. Throws Error{unavailable} if the engine is not installed, does
    /// not answer, or takes longer than `time`; Interrupted. A failure that is the engine's answer
    /// (no such image) is returned.
    [[nodiscard]] Completed run(std::vector<std::string> words,
                                Duration time = std::chrono::seconds{60},
                                OnStop on_stop = OnStop::interrupt) const;
    [[nodiscard]] Completed run(const Command& command,
                                Duration time = std::chrono::seconds{60},
                                OnStop on_stop = OnStop::interrupt) const;

    /// Whether the engine is installed and answers. Throws Interrupted.
    [[nodiscard]] bool answers() const;

    /// Throws Error{unavailable} with the engine's own message if it does not answer.
    void require() const;

    /// The image with that name or id; nullopt if the engine does not have it. Throws like run().
    [[nodiscard]] std::optional<Image> find_image(const std::string& name) const;

    /// Queries the engine. Throws like run().
    [[nodiscard]] EngineFacts facts() const;

private:
    [[nodiscard]] Completed run_plain(const Command& command, Duration time, OnStop on_stop) const;

    Engine engine_;
};

/// The supported container engines in order of preference.
inline constexpr std::array container_engines{Engine::docker, Engine::podman};

/// The first engine that answers, or the reason why none does. Warns if it is not the preferred
/// one, unless the preferred one is not installed. Throws Interrupted.
[[nodiscard]] Parsed<ContainerCli> answering_engine(Log& log);

/// The engine's error message as one line: find_message() of its standard error.
[[nodiscard]] std::string get_message(const Completed& completed);

} // namespace cb::engine
