#pragma once

#include "import/import.hpp"
#include "import/import_progress.hpp"
#include "manifest/alias_record.hpp"
#include "parse/find.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cb::imports {

/// Where the readers of histories put their jobs.
class Output {
public:
    Output(Settings settings, CommitFacts* git, Importer::Emit emit, Log& log)
        : settings_{std::move(settings)}, git_{git}, emit_{std::move(emit)}, log_{log}, progress_{
                                                                                            log}
    {}

    [[nodiscard]] const Settings& settings() const noexcept { return settings_; }
    [[nodiscard]] Log& log() const noexcept { return log_; }
    [[nodiscard]] ImportProgress& progress() noexcept { return progress_; }

    /// Whether this project of a history of many is wanted.
    [[nodiscard]] bool wants(const std::string& repo) const
    {
        return !settings_.repo || *settings_.repo == repo;
    }
    /// The name of the only project of a history, which itself calls it `own`; "" if it does not.
    /// Throws Error{usage} if nothing names it.
    [[nodiscard]] std::string project(const std::string& own) const;
    /// The configuration of jobs that the history calls `own`.
    [[nodiscard]] Config config(const std::string& own = Config{}.name) const;
    /// The commit with that full or abbreviated hash.
    [[nodiscard]] std::optional<CommitId> find_commit(std::string_view hash) const;

    /// Passes on a job, completed by git and the settings.
    void put(Manifest job);
    /// The same for what a tool measured together. `own` is how the history calls the project.
    void put(parse::Past past, const std::string& own, const std::string& format);

    /// Passes on an alias, after all jobs.
    void put(AliasRecord alias);

    /// Notes what could not be mapped. `kind` is a plural: "rows without a commit".
    void lose(const std::string& kind, const std::string& example);
    /// Reports an input that could not be understood.
    void refuse(const std::string& where, const std::string& reason);
    /// The same for lines that were reported already.
    void count_refused(std::uint64_t lines) { summary_.refused += lines; }

    [[nodiscard]] Summary summary() const;
    [[nodiscard]] const std::vector<AliasRecord>& aliases() const noexcept { return aliases_; }

private:
    struct Loss {
        std::uint64_t count = 0;
        std::string example;
    };

    void count(const Manifest& job);
    [[nodiscard]] Source complete(Source source);

    Settings settings_;
    CommitFacts* git_;
    Importer::Emit emit_;
    Log& log_;
    ImportProgress progress_;
    Summary summary_{};
    std::vector<AliasRecord> aliases_{};
    std::set<std::string> commits_{};
    std::map<std::string, Loss> losses_{};
};

} // namespace cb::imports
