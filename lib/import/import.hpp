#pragma once

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/words.hpp"
#include "db/conninfo.hpp"
#include "import/commit_facts.hpp"
#include "manifest/alias_record.hpp"
#include "manifest/manifest.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Reads histories that other programs keep, and makes jobs of them. A job's identity comes from
/// what the history says about it, so importing twice gives the same jobs.
namespace cb::imports {

/// What kind of history a file or directory is. docs/import.md describes each.
enum class Format {
    automatic,
    manifests,
    jsonl,
    csv,
    asv,
    github_action_benchmark,
    lnt,
    nyrkio,
    logs
};

struct Settings {
    Format format = Format::automatic;
    /// Of a history of many projects: the only one to import. Of another: the project's name, where
    /// the history's own does not count.
    std::optional<std::string> repo{};
    std::optional<std::string> branch{}, name{}; ///< where the history has none
    std::optional<WorkerName> worker{};          ///< where the history has none
    /// Marks what is imported as a reading of that time, which replaces an earlier one in the
    /// store. Nullopt: the time of the measurement, so that importing again changes nothing.
    std::optional<Time> read_at{};
};

/// What was imported.
struct Summary {
    std::uint64_t jobs = 0, failed_jobs = 0, commits = 0, results = 0, samples = 0, aliases = 0;
    std::optional<Time> first_commit_at{}, last_commit_at{};
    std::uint64_t refused = 0; ///< files or lines that could not be understood
    /// What could not be mapped, one message a kind, with the number and an example.
    std::vector<std::string> losses{};
};

class Output;

/// Imports into `emit`, which gets each job as soon as it is complete.
class Importer {
public:
    using Emit = std::function<void(const Manifest&)>;

    /// `git` completes what a history says about commits; nullptr: nothing does. It and `log` must
    /// outlive the importer.
    Importer(Settings settings, CommitFacts* git, Emit emit, Log& log);
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;
    ~Importer();

    /// Imports files and directories. What cannot be understood is logged and counted. Throws
    /// Error{usage} if there is no such path, or if neither the history nor the settings name the
    /// project; Interrupted; Error{system}.
    void add(std::span<const std::filesystem::path> paths);

    /// Imports the database of a current-bench, which is only read. Throws DatabaseError.
    void add_current_bench(const db::Conninfo& conninfo);

    [[nodiscard]] Summary summary() const;
    /// What an export of manifests said of renamed series. It belongs after the jobs.
    [[nodiscard]] const std::vector<AliasRecord>& aliases() const;

private:
    std::unique_ptr<Output> output_;
};

/// The summary for a person, a line each.
[[nodiscard]] std::string to_text(const Summary& summary);

} // namespace cb::imports

namespace cb {

template <>
inline constexpr auto words<imports::Format> =
    std::array{Word{imports::Format::automatic, "auto"},
               Word{imports::Format::manifests, "manifests"},
               Word{imports::Format::jsonl, "jsonl"},
               Word{imports::Format::csv, "csv"},
               Word{imports::Format::asv, "asv"},
               Word{imports::Format::github_action_benchmark, "github-action-benchmark"},
               Word{imports::Format::lnt, "lnt"},
               Word{imports::Format::nyrkio, "nyrkio"},
               Word{imports::Format::logs, "logs"}};

} // namespace cb
