#pragma once

#include "engine/request.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The arguments of the engine's command line for one iteration, without the program's name.
namespace cb::engine {

/// Converts between the name of a run and the name of its container.
[[nodiscard]] std::string container_name(const std::string& run_name);
[[nodiscard]] std::string_view to_run_name(std::string_view container);

using Variables = std::vector<std::pair<std::string, std::string>>;

/// The variables whose values are passed in the environment of the engine's program, which only its
/// own user can read, instead of its arguments, which everybody can read. The remaining ones would
/// affect the program itself (PATH, DOCKER_HOST, proxies, …).
[[nodiscard]] Variables hidden_variables(const Variables& variables);

/// A variable as an argument of the engine's program: "NAME" if its value is hidden, otherwise
/// "NAME=VALUE".
[[nodiscard]] std::string variable_word(const std::string& name, const std::string& value);

/// A container to create.
struct ContainerPlan {
    Engine engine{};
    Request request;
    std::string run_name;
    std::optional<std::filesystem::path> shm; ///< becomes its /dev/shm; nullopt: the engine's own
};

/// Throws Error{usage} for a setting that the engine does not support.
[[nodiscard]] std::vector<std::string> create_words(const ContainerPlan& plan);

/// Copies cb-init into the container.
[[nodiscard]] std::vector<std::string> copy_words(const std::string& container);
[[nodiscard]] std::vector<std::string> start_words(const std::string& container);
[[nodiscard]] std::vector<std::string> remove_words(const std::string& container);

} // namespace cb::engine
