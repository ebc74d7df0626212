#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/subprocess.hpp"
#include "engine/container/container_facts.hpp"
#include "engine/container/docker_socket.hpp"
#include "engine/request.hpp"

#include <array>
#include <chrono>
#include <memory>
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

/// What a container engine was asked while cb does something else; empty if it is asked later, and
/// answers faster than its program starts.
using Asked = std::optional<Helper>;

/// The command line of a container engine. Contexts, remote hosts and credentials are left to the
/// engine, so cb works with everything that the user's `docker` works with. Short questions to a
/// docker daemon of this machine go through its socket, and to docker's program if that fails.
class ContainerCli {
public:
    /// \pre `engine` is not native
    explicit ContainerCli(Engine engine);

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
    /// The same in two steps.
    [[nodiscard]] Asked ask_image(const std::string& name) const;
    [[nodiscard]] std::optional<Image> take_image(Asked asked, const std::string& name) const;

    /// Queries the engine. Throws like run(), and Error{unavailable} if it does not answer.
    [[nodiscard]] EngineFacts facts() const;
    /// The same in two steps.
    [[nodiscard]] Asked ask_facts() const;
    [[nodiscard]] EngineFacts take_facts(Asked asked) const;

    /// The names of the containers of all runs, in two steps. Throws like run().
    [[nodiscard]] Asked ask_containers() const;
    [[nodiscard]] std::vector<std::string> take_containers(Asked asked) const;

    /// Whether the kernel killed a process of the container for its memory limit.
    [[nodiscard]] bool was_oom_killed(const std::string& container) const;

    /// Removes the container in any state with its anonymous volumes; one that does not exist is
    /// removed. Returns why it remains. A stop does not interrupt this. Throws like run().
    [[nodiscard]] Parsed<void> remove(const std::string& container) const;

private:
    [[nodiscard]] std::string find_endpoint(const std::string& context) const;
    [[nodiscard]] Helper start_plain(const Command& command) const;
    [[nodiscard]] Completed finish_plain(Helper started, Duration time, OnStop on_stop) const;
    /// The end of a command that was started or, if none was, starts now.
    [[nodiscard]] Completed finish(Asked asked, const std::vector<std::string>& words) const;
    [[nodiscard]] Asked ask(const std::vector<std::string>& words) const;
    [[nodiscard]] std::optional<net::Response> send(net::Method method,
                                                    const std::string& path) const;

    Engine engine_;
    std::shared_ptr<DockerSocket> socket_{}; ///< null if the program is to be used
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
