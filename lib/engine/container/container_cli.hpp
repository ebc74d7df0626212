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
#include <string_view>
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

    /// Starts a command that runs while cb does something else. Throws NotInstalled.
    [[nodiscard]] Helper start(std::vector<std::string> words) const;
    /// Its end. Throws like run().
    [[nodiscard]] Completed finish(Helper started) const;

    /// Whether the engine is installed and answers. Throws Interrupted.
    [[nodiscard]] bool answers() const;

    /// Throws Error{unavailable} with the engine's own message if it does not answer.
    void require() const;

    /// The image with that name or id; nullopt if the engine does not have it. Throws like run().
    [[nodiscard]] std::optional<Image> find_image(const std::string& name) const;
    /// The same in two steps.
    [[nodiscard]] Helper ask_image(const std::string& name) const;
    [[nodiscard]] std::optional<Image> take_image(Helper asked, const std::string& name) const;

    /// Queries the engine. Throws like run(), and Error{unavailable} if it does not answer.
    [[nodiscard]] EngineFacts facts() const;
    /// The same in two steps.
    [[nodiscard]] Helper ask_facts() const;
    [[nodiscard]] EngineFacts take_facts(Helper asked) const;

private:
    [[nodiscard]] std::string find_endpoint(const std::string& context) const;
    [[nodiscard]] Helper start_plain(const Command& command) const;
    [[nodiscard]] Completed finish_plain(Helper started, Duration time, OnStop on_stop) const;

    Engine engine_;
};

/// The supported container engines in order of preference.
inline constexpr std::array container_engines{Engine::docker, Engine::podman};

/// The first engine that answers, or the reason why none does. Warns if it is not the preferred
/// one, unless the preferred one is not installed. Throws Interrupted.
[[nodiscard]] Parsed<ContainerCli> answering_engine(Log& log);

/// The lines of an engine's list, without empty ones.
[[nodiscard]] std::vector<std::string> split_output(std::string_view text);

/// The engine's error message as one line: find_message() of its standard error.
[[nodiscard]] std::string get_message(const Completed& completed);

} // namespace cb::engine
