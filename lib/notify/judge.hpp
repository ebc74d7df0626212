#pragma once

#include "base/log.hpp"
#include "notify/message.hpp"
#include "store/queries.hpp"
#include "verdict/changes_cache.hpp"
#include "verdict/comparison.hpp"

#include <map>
#include <optional>
#include <string>

namespace cb::notify {

struct JudgeOptions {
    verdict::ComparisonOptions comparison{};
    /// The least relative change of a regression for which a status says failure; nullopt: none.
    std::optional<double> fail_on = 0;
    std::optional<std::string> report{}; ///< the address of a site of cb report
    verdict::UseCache cache = verdict::UseCache::yes;
};

/// Asks the store what it says of commits. Remembers what it read, so use a new one for jobs that
/// were stored later.
class Judge {
public:
    /// `queries` and `log` must outlive the judge.
    Judge(store::Queries& queries, JudgeOptions options, Log& log)
        : queries_{queries}, options_{std::move(options)}, log_{log}
    {}

    /// A pull request is compared with its merge base, if that has results, otherwise, like any
    /// commit, with its nearest ancestor that has. `source` has a commit.
    /// Throws what Queries throws.
    [[nodiscard]] Message judge(const Source& source, std::string story);

private:
    [[nodiscard]] const store::CommitNames& names(const std::string& repository);
    [[nodiscard]] const verdict::RepositoryChanges& changes(const Source& source);
    [[nodiscard]] std::optional<std::string> find_base(const Source& source);
    [[nodiscard]] std::optional<std::string> nearest(const Source& source,
                                                     const std::string& commit);
    void compare(Message& message);
    void add_failures(Message& message);
    void add_alerts(Message& message);

    store::Queries& queries_;
    JudgeOptions options_;
    Log& log_;
    std::map<std::string, store::CommitNames> names_{};
    std::map<std::string, verdict::RepositoryChanges> changes_{}; ///< by repository and branch
};

} // namespace cb::notify
