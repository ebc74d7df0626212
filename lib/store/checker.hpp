#pragma once

#include "base/progress.hpp"
#include "db/database.hpp"
#include "store/check.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// The parts of check(), each of which reads its tables a page at a time.
namespace cb::store {

/// What the parts share.
class Checker {
public:
    /// \pre all outlive this
    Checker(db::Database& database, const OnFinding& on_finding, Log& log)
        : database_{database}, on_finding_{on_finding}, log_{log}
    {}

    void check_keys();
    void check_digests();
    void check_current_runs();
    void check_figures();
    void check_logs();

    [[nodiscard]] const Checked& checked() const noexcept { return checked_; }

private:
    void report(std::string_view table, std::string row, std::string problem);
    /// Reports a row whose digest differs from `computed`.
    void compare_digest(std::string_view table,
                        std::string row,
                        std::string_view stored,
                        std::string_view computed);
    void check_figures_of(std::int64_t repository_id, const std::string& name, Progress& progress);
    [[nodiscard]] std::uint64_t count_rows(std::string_view table);

    db::Database& database_;
    const OnFinding& on_finding_;
    Log& log_;
    Checked checked_{};
};

} // namespace cb::store
