#pragma once

#include "engine/request.hpp"

#include <string>
#include <vector>

/// What the engine's command line is told for one iteration, without the program's name.
namespace cb::engine {

/// The system call profile that goes with randomization off, as it is shipped.
inline constexpr auto seccomp_profile = "profiles/seccomp.json";

/// The name of the container of a run.
[[nodiscard]] std::string container_name(const std::string& run_name);

/// Throws Error{usage} for what the engine cannot do.
[[nodiscard]] std::vector<std::string> create_words(const Request& request,
                                                    const std::string& run_name);

/// Copies cb-init into the container.
[[nodiscard]] std::vector<std::string> copy_words(const std::string& container);
[[nodiscard]] std::vector<std::string> start_words(const std::string& container);
[[nodiscard]] std::vector<std::string> remove_words(const std::string& container);

} // namespace cb::engine
