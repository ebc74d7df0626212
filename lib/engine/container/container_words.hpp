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

/// Where cb-init is in the container of a run: in the top directory, the only one that every image
/// has, and in a directory that no image can have, because nobody knows the name of a run before.
[[nodiscard]] std::string init_program(const std::string& run_name);

/// A container to run.
struct ContainerPlan {
    Engine engine{};
    Request request;
    std::string run_name;
    std::string init_volume;                  ///< has cb-init (init_volume.hpp)
    std::optional<std::filesystem::path> shm; ///< becomes its /dev/shm; nullopt: the engine's own
};

/// Creates and starts the container, attached to our streams. Throws Error{usage} for a setting
/// that the engine does not support.
[[nodiscard]] std::vector<std::string> run_words(const ContainerPlan& plan);
[[nodiscard]] std::vector<std::string> remove_words(const std::string& container);

/// A container to fill a volume with cb-init.
struct FillPlan {
    Engine engine{};
    std::string image; ///< any image of the engine; nothing of it is executed
    std::string run_name;
    std::string init_volume;
};

/// The commands that fill the volume, except the removal of their container.
[[nodiscard]] std::vector<std::vector<std::string>> fill_words(const FillPlan& plan);

} // namespace cb::engine
