#pragma once

#include "health/installation.hpp"

/// The parts of list_probes(): each is one probe or several. What they are given outlives them.
namespace cb::health {

inline constexpr const char* database_code = "database";
inline constexpr const char* engine_code = "engine";

[[nodiscard]] Checks check_database(const Installation& installation);
[[nodiscard]] Checks check_repositories(const Installation& installation);
[[nodiscard]] Checks check_claims(const Installation& installation);
[[nodiscard]] Checks check_spool(const Installation& installation);

/// Of docker and podman; nullopt: whether one of them answers, if a project needs that.
[[nodiscard]] Checks check_engine(const Installation& installation, std::optional<Engine> engine);

/// The directories that a pipeline writes, and that of an SQLite file.
[[nodiscard]] std::vector<std::filesystem::path> list_directories(const Installation& installation);
[[nodiscard]] Check check_disk(const std::filesystem::path& directory);

[[nodiscard]] Checks check_projects(const Installation& installation);
[[nodiscard]] Checks check_timers(const Installation& installation);

/// "5 h", "3 d"
[[nodiscard]] std::string to_age(double age_s);

} // namespace cb::health
