#pragma once

#include "health/probe.hpp"
#include "manifest/words.hpp"
#include "store/target.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Whether an installation of cb works as a whole: cb doctor --all.
namespace cb::health {

/// A project file, as its reader sees it.
struct Project {
    std::string path{};
    std::vector<std::string> faults{};         ///< what is wrong with it, a line each
    std::optional<std::string> repository{};   ///< its name in the store, if that is known
    std::set<std::optional<Engine>> engines{}; ///< of its builds; nullopt: the one that answers
};

struct Installation {
    store::Target target{};
    std::vector<Project> projects{};
    std::filesystem::path root = "/"; ///< of etc/cb/ and run/systemd/
    Duration max_age{};               ///< of the last success of a repository
};

/// Calls `read` for each path, all at once, each in a process of its own. A file that cannot be
/// read in time has that as its fault. Throws Interrupted. \pre there are no other threads
[[nodiscard]] std::vector<Project>
read_projects(std::span<const std::string> paths,
              const std::function<Project(const std::string& path)>& read,
              Duration time);

/// Everything that docs/doctor.md lists for the installation. Only reads.
[[nodiscard]] std::vector<Probe> list_probes(const Installation& installation);

/// What a monitor wants to know.
enum class Condition {
    good,        ///< no problem
    wrong,       ///< a problem
    unavailable, ///< the store or an engine that is needed does not answer
};
[[nodiscard]] Condition condition_of(const Checks& checks);

} // namespace cb::health
