#pragma once

#include "engine/request.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the engine's command line is told for one iteration, without the program's name.
namespace cb::engine {

/// The name of the container of a run, and the name of the run of a container.
[[nodiscard]] std::string container_name(const std::string& run_name);
[[nodiscard]] std::string_view run_of_container(std::string_view container);

using Variables = std::vector<std::pair<std::string, std::string>>;

/// Those whose values an engine's program is given in its environment, which only its own user can
/// read, and not in its words, which everybody can. The others are read by the program itself
/// (PATH, DOCKER_HOST, proxies, …).
[[nodiscard]] Variables hidden_variables(const Variables& variables);

/// A variable in the words of an engine's program: "NAME" where its value is hidden, else
/// "NAME=VALUE".
[[nodiscard]] std::string variable_word(const std::string& name, const std::string& value);

/// One container to make.
struct ContainerPlan {
    Engine engine{};
    Request request;
    std::string run_name;
    std::optional<std::filesystem::path>
        shm; ///< becomes its /dev/shm; none: it gets one of its own
};

/// Throws Error{usage} for what the engine cannot do.
[[nodiscard]] std::vector<std::string> create_words(const ContainerPlan& plan);

/// Copies cb-init into the container.
[[nodiscard]] std::vector<std::string> copy_words(const std::string& container);
[[nodiscard]] std::vector<std::string> start_words(const std::string& container);
[[nodiscard]] std::vector<std::string> remove_words(const std::string& container);

} // namespace cb::engine
