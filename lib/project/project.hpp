#pragma once

#include "base/error.hpp"
#include "base/ids.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The operator's description of a project: a file in TOML (docs/configuration.md).
namespace cb::project {

/// A place in a file, from 1; columns are characters.
struct Position {
    std::uint32_t line = 1, column = 1;
    friend auto operator<=>(const Position&, const Position&) = default;
};

/// What is wrong with a file, and where.
struct Fault {
    Position at;
    std::string what;
    friend auto operator<=>(const Fault&, const Fault&) = default;
};

/// How a value is written.
enum class Form {
    text,   ///< "4G"
    number, ///< 3
    truth,  ///< true
    list,   ///< ["A=1", "B=2"]
};

/// An option in a table of a command. Whether there is such an option is not checked here.
struct Setting {
    std::string key;
    std::vector<std::string> texts; ///< one, unless the form is a list
    Form form{};
    Position at; ///< of the key
};

/// Settings by command: those of [run], or of [configuration.run].
using Tables = std::map<std::string, std::vector<Setting>>;

/// One way to benchmark each commit of the project.
struct Configuration {
    std::string name = "default";
    std::vector<std::string> command{}; ///< empty: the default of `cb run`
    std::optional<WorkerName> worker{}; ///< the machine that it is for; nullopt: any
    Tables tables{};                    ///< these override those of the project
};

struct Project {
    std::string repository{}; ///< a path, relative to the file, or an address
    Position repository_at{};
    std::optional<std::string> repo{}; ///< its name in the store; nullopt: from the repository
    Tables tables{};
    std::vector<Configuration> configurations{}; ///< at least one
};

/// The largest file.
inline constexpr std::uint64_t max_bytes = 1U << 20U;

/// What a file says, and everything that is wrong with it, in the order of places; a project with
/// faults is not complete.
struct Reading {
    Project project;
    std::vector<Fault> faults;
};

/// The commands that have a table.
struct TableNames {
    std::vector<std::string> anywhere;   ///< at the top, and in configurations
    std::vector<std::string> at_the_top; ///< of the project only
};

/// Reads the text of a file.
[[nodiscard]] Reading read(std::string_view text, const TableNames& tables);

/// Reads the text of a file from disk. Throws Error{usage} if it cannot be read or is too large.
[[nodiscard]] std::string load(const std::string& path);

} // namespace cb::project
