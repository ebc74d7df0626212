#include "report/branch_index.hpp"

#include "json/writer.hpp"
#include "report/drawings.hpp"

#include <tuple>

namespace cb::report {

namespace {

using VisibleKey = std::tuple<std::string, std::string, std::string, verdict::Environment>;

/// The smallest visible change of each series.
std::map<VisibleKey, double>
list_visible(const std::optional<verdict::ComparisonReport>& comparison)
{
    std::map<VisibleKey, double> visible;
    if (comparison) {
        for (const auto& row : comparison->rows) {
            if (row.visible) {
                visible[{row.name.benchmark,
                         row.name.test,
                         row.name.metric,
                         row.environment.value_or(verdict::Environment{})}] = *row.visible;
            }
        }
    }
    return visible;
}

class IndexWriter {
public:
    explicit IndexWriter(const BranchIndex& index)
        : index_{index}, last_changes_{find_last_changes(index.changes)}, visible_{list_visible(
                                                                              index.last)}
    {}

    [[nodiscard]] std::string write()
    {
        json_.begin_object()
            .member("branch", index_.changes.branch)
            .member("first", std::uint64_t{index_.first})
            .member("end", std::uint64_t{index_.end})
            .member("step", std::uint64_t{spark_step(index_.end - index_.first)})
            .key("chunks")
            .begin_array();
        for (const auto& chunk : index_.chunks) {
            json_.value(std::uint64_t{chunk.first});
        }
        json_.end_array().key("settings").begin_array();
        for (const auto& [setting, measured] : index_.measured) {
            setting_numbers_.emplace(setting, setting_numbers_.size());
            json_.begin_array()
                .value(setting.worker)
                .value(setting.host_key)
                .value(setting.config)
                .end_array();
        }
        json_.end_array().key("series").begin_array();
        for (std::size_t i = 0; i < index_.summaries.size(); ++i) {
            write_series(i);
        }
        json_.end_array().end_object();
        return json_.take();
    }

private:
    [[nodiscard]] std::optional<double> visible_of(const verdict::HistoryName& name) const
    {
        const auto& [series, setting] = name;
        const verdict::Environment environment{setting.worker, setting.host_key, setting.config};
        for (const auto& wanted : {environment, verdict::Environment{}}) {
            const auto at = visible_.find({series.benchmark, series.test, series.metric, wanted});
            if (at != visible_.end()) {
                return at->second;
            }
        }
        return std::nullopt;
    }

    /// How many commits the setting measured after the last value.
    [[nodiscard]] std::size_t count_missed(const verdict::Setting& setting, std::size_t last) const
    {
        const auto& measured = index_.measured.at(setting);
        std::size_t missed = 0;
        for (auto commit = last + 1; commit < index_.end; ++commit) {
            missed += measured[commit] ? 1U : 0U;
        }
        return missed;
    }

    void write_former_names(const store::SeriesInfo& series)
    {
        const auto at = index_.former_names.find(series.id);
        if (at == index_.former_names.end()) {
            return;
        }
        json_.key("o").begin_array();
        for (const auto& [former, by, reason] : at->second) {
            json_.begin_array()
                .value(former.benchmark)
                .value(former.test)
                .value(former.metric)
                .value(by)
                .value(reason)
                .end_array();
        }
        json_.end_array();
    }

    void write_series(std::size_t number)
    {
        const auto& summary = index_.summaries[number];
        const auto& name = index_.changes.histories[number];
        const auto& series = name.series;
        json_.begin_object()
            .member("b", series.benchmark)
            .member("t", series.test)
            .member("m", series.metric)
            .member("u", series.unit)
            .member("d", to_word(series.direction))
            .member("s", setting_numbers_.at(name.setting))
            .member("k", summary.key)
            .member("f", summary.placement.file)
            .member("i", std::uint64_t{summary.placement.index})
            .member("n", std::uint64_t{summary.values})
            .member("v", summary.last_value)
            .member("at", std::uint64_t{summary.last})
            .member("p", summary.spark);
        if (const auto missed = count_missed(name.setting, summary.last); missed > 0) {
            json_.member("x", std::uint64_t{missed});
        }
        if (const auto visible = visible_of(name)) {
            json_.member("w", *visible);
        }
        write_former_names(series);
        if (const auto change = last_changes_.find(number); change != last_changes_.end()) {
            json_.key("c")
                .begin_array()
                .value(std::uint64_t{change->second->step.commit})
                .value(change->second->step.change)
                .value(to_word(change->second->step.state))
                .value(to_word(change->second->meaning))
                .value(change->second->triage ? to_word(change->second->triage->kind) : "")
                .end_array();
        }
        json_.end_object();
    }

    const BranchIndex& index_;
    std::map<std::size_t, const verdict::Change*> last_changes_;
    std::map<VisibleKey, double> visible_;
    std::map<verdict::Setting, std::uint64_t> setting_numbers_{};
    JsonWriter json_{};
};

} // namespace

std::string to_json(const BranchIndex& index)
{
    return IndexWriter{index}.write();
}

std::map<std::size_t, const verdict::Change*>
find_last_changes(const verdict::RepositoryChanges& changes)
{
    std::map<std::size_t, const verdict::Change*> last;
    for (const auto& alert : changes.alerts) {
        for (const auto& change : alert.changes) {
            if (verdict::is_open(change.step.state)) {
                last[change.history] = &change;
            }
        }
    }
    return last;
}

} // namespace cb::report
