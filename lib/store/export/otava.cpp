#include "store/export/format.hpp"

#include <fmt/format.h>

/// The CSV that otava (formerly hunter) reads: a row per commit, and a column per series.
namespace cb::store {

namespace {

/// Columns in the order of first appearance, by name.
class Columns {
public:
    void add(const StoredJob& job)
    {
        const auto variant = variant_of(job.info);
        for (const auto& measurement : job.measurements) {
            const auto name = path_of(measurement.series) + variant;
            if (places_.emplace(name, names_.size()).second) {
                names_.push_back(name);
            }
        }
    }
    [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const
    {
        const auto at = places_.find(name);
        return at == places_.end() ? std::nullopt : std::optional{at->second};
    }
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    std::vector<std::string> names_{};
    std::map<std::string, std::size_t> places_{};
};

class Rows {
public:
    Rows(const Export& what, const Columns& columns)
        : what_{what}, columns_{columns}, has_gap_(columns.names().size(), Gap::no)
    {}

    void add(const StoredJob& job)
    {
        if (!job.commit || !job.commit->committed_at) {
            what_.losses.add("results without a commit or its time are left out",
                             job.measurements.size());
            return;
        }
        if (job.commit->hash != commit_) {
            flush();
            commit_ = job.commit->hash;
            start_ = {};
            append_csv_field(start_, to_rfc3339(*job.commit->committed_at));
            append_csv_field(start_, job.commit->hash);
            append_csv_field(start_, job.info.branch.value_or(""));
            cells_.assign(columns_.names().size(), "");
        }
        const auto variant = variant_of(job.info);
        for (const auto& measurement : job.measurements) {
            set(path_of(measurement.series) + variant, measurement);
        }
    }

    void flush()
    {
        if (start_.empty()) {
            return;
        }
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            append_csv_field(start_, cells_[i]);
            if (cells_[i].empty()) {
                has_gap_[i] = Gap::yes;
            }
        }
        start_.back() = '\n'; // instead of the last comma
        what_.out.add(start_);
        start_.clear();
    }

    void report_gaps() const
    {
        for (const auto gap : has_gap_) {
            if (gap == Gap::yes) {
                what_.losses.add("columns with gaps, which otava does not take for numbers");
            }
        }
    }

private:
    enum class Gap : std::uint8_t { no, yes };

    void set(const std::string& name, const StoredMeasurement& measurement)
    {
        const auto column = columns_.find(name);
        const auto value = value_of(measurement.figures);
        if (!column || !value) {
            what_.losses.add("results without a median or mean are left out");
        } else if (!cells_[*column].empty()) {
            what_.losses.add("further results of a series at the same commit are left out");
        } else {
            cells_[*column] = fmt::to_string(*value);
        }
    }

    const Export& what_;
    const Columns& columns_;
    std::vector<Gap> has_gap_;
    std::string commit_{}, start_{};
    std::vector<std::string> cells_{};
};

} // namespace

void write_otava(const Export& what)
{
    static_cast<void>(require_one_repository(what.selections, "otava"));
    // The header comes first, so the jobs are read twice.
    Columns columns;
    Losses counted_later;
    Export{what.queries, what.selections, what.out, counted_later, what.log}.for_each_ok_job(
        [&columns](const StoredJob& job) { columns.add(job); });
    std::string header;
    for (const auto* const name : {"time", "commit", "branch"}) {
        append_csv_field(header, name);
    }
    for (const auto& name : columns.names()) {
        append_csv_field(header, name);
    }
    header.back() = '\n';
    what.out.add(header);
    Rows rows{what, columns};
    what.for_each_ok_job([&rows](const StoredJob& job) { rows.add(job); });
    rows.flush();
    rows.report_gaps();
}

} // namespace cb::store
