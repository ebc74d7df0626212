#pragma once

#include "import/output.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace cb::imports {

/// The text of a member or column of a row; nullopt if it is absent or unknown.
using TextOf = std::function<std::optional<std::string>(std::string_view name)>;

/// Makes a job of the rows of each job that `cb export` wrote as JSON lines or CSV. They are
/// adjacent in an export.
class ExportRows {
public:
    explicit ExportRows(Output& output) : output_{output} {}

    /// Takes a row. `parents` are separated by blanks. Returns the reason if it is not a row of an
    /// export; then nothing changes.
    [[nodiscard]] Parsed<void> take(const TextOf& text);
    /// Passes on the last job.
    void finish();

private:
    void begin(Manifest job, std::string key);
    void add(Result result, const std::string& statistic, double value);

    Output& output_;
    std::optional<Manifest> job_{};
    std::string key_{}; ///< of job_: repository and name
    std::vector<Result> results_{};
    std::unordered_set<std::string> finished_{}; ///< keys
};

} // namespace cb::imports
