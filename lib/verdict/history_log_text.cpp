#include "base/spark.hpp"
#include "base/utf8.hpp"
#include "verdict/changes_text.hpp"
#include "verdict/history_labels.hpp"
#include "verdict/history_log.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

constexpr std::size_t max_label = 200;

struct Signs {
    std::string_view missing, failed, line, arrow;
};

constexpr Signs unicode_signs{"\u00b7", "\u00d7", "\u2500\u2500", "\u2192"};
constexpr Signs ascii_signs{".", "x", "--", "->"};

/// The least and largest drawn value.
struct Extent {
    double low, high;
};

std::optional<Extent> find_extent(const DrawnSeries& series, std::size_t begin, std::size_t end)
{
    std::optional<Extent> extent;
    for (auto i = begin; i < end; ++i) {
        if (const auto& value = series.values[i]) {
            extent = extent ? Extent{std::min(extent->low, *value), std::max(extent->high, *value)}
                            : Extent{*value, *value};
        }
    }
    return extent;
}

class Painter {
public:
    Painter(const RepositoryLog& log, const TextStyle& style)
        : log_{log}, style_{style}, signs_{style.charset == Charset::unicode ? unicode_signs
                                                                             : ascii_signs},
          digits_{short_length(log.changes.commits)}
    {
        for (const auto& series : log.series) {
            extents_.push_back(find_extent(series, log.begin, log.end));
        }
    }

    std::string paint()
    {
        add_line(fmt::format("{}{}: {} of {} commits, {} of {} histories",
                             printable(log_.changes.repository, max_label),
                             log_.changes.branch ? ", " + printable(*log_.changes.branch, max_label)
                                                 : "",
                             log_.end - log_.begin,
                             log_.changes.commits.size(),
                             log_.series.size(),
                             log_.changes.histories.size()));
        add_legend();
        text_ += '\n';
        for (auto i = log_.end; i > log_.begin; --i) {
            add_commit(i - 1);
            add_changes(i - 1);
            add_gap(i - 1);
        }
        return std::move(text_);
    }

private:
    void add_line(std::string_view line, Hue hue = Hue::plain)
    {
        text_ += colored(fitted(line, style_.width, style_.charset), hue, style_.color);
        text_ += '\n';
    }

    [[nodiscard]] std::string_view cell(std::size_t series, std::size_t commit) const
    {
        constexpr double min_range = 0.05; // of the value: less is not worth drawing
        const auto& value = log_.series[series].values[commit];
        if (!value) {
            return log_.outcomes[commit].failures.empty() ? signs_.missing : signs_.failed;
        }
        const auto& [low, high] = *extents_[series];
        const double range =
            std::max(high - low, min_range * std::max(std::abs(low), std::abs(high)));
        const double place = range > 0 ? (*value - low) / range : 0;
        return spark(place, style_.charset);
    }

    [[nodiscard]] static std::string letter_of(std::size_t series)
    {
        constexpr std::size_t letters = 26;
        return series < letters ? std::string(1, static_cast<char>('A' + series)) : "?";
    }

    void add_legend()
    {
        constexpr std::size_t max_drawn = 60;
        const auto drawn = std::min(log_.end - log_.begin, max_drawn);
        for (std::size_t s = 0; s < log_.series.size(); ++s) {
            const auto& name = log_.changes.histories[log_.series[s].history];
            std::string line = letter_of(s) + "  ";
            for (auto i = log_.end - drawn; i < log_.end; ++i) {
                line += cell(s, i);
            }
            line += "  " + labels_.text(name);
            if (extents_[s]) {
                const auto& [low, high] = *extents_[s];
                const auto unit = printable(name.series.unit, max_label);
                line += "  " + (low == high ? to_value_text(low, unit)
                                            : to_step_text(low, high, unit, ".."));
            }
            add_line(line);
        }
    }

    [[nodiscard]] std::string remark_of(std::size_t commit) const
    {
        const auto& outcome = log_.outcomes[commit];
        if (!outcome.failures.empty()) {
            const auto& failure = outcome.failures.front();
            return fmt::format(
                "  [failed: {}: {}]", to_word(failure.stage), printable(failure.reason, max_label));
        }
        if (outcome.succeeded > 0) {
            return "";
        }
        return outcome.not_relevant > 0 ? "  [not relevant]" : "  [not measured]";
    }

    void add_commit(std::size_t commit)
    {
        constexpr std::size_t date_length = 10;
        const auto& info = log_.changes.commits[commit];
        std::string line;
        for (std::size_t s = 0; s < log_.series.size(); ++s) {
            line += cell(s, commit);
        }
        line += fmt::format(
            "  {}  {:10}{}  {}",
            printable(info.hash.substr(0, digits_), max_label),
            info.committed_at ? to_rfc3339(*info.committed_at).substr(0, date_length) : "",
            remark_of(commit),
            printable(info.subject.value_or(""), max_label));
        add_line(line);
    }

    void add_changes(std::size_t commit)
    {
        for (const auto& alert : log_.changes.alerts) {
            if (alert.commit != commit) {
                continue;
            }
            for (const auto& change : alert.changes) {
                add_change(change);
            }
        }
    }

    void add_change(const Change& change)
    {
        const auto& step = change.step;
        const auto& name = log_.changes.histories[change.history];
        const auto drawn =
            std::find_if(log_.series.begin(), log_.series.end(), [&](const DrawnSeries& each) {
                return each.history == change.history;
            });
        const auto letter = drawn == log_.series.end()
                                ? std::string{" "}
                                : letter_of(static_cast<std::size_t>(drawn - log_.series.begin()));
        const auto line = fmt::format(
            "{0} {1} {2} {3}: {4}, {5}, {6}{7} {0}",
            signs_.line,
            letter,
            step.change ? to_change_text(*step.change) : "from 0",
            labels_.text(name),
            to_step_text(
                step.before, step.after, printable(name.series.unit, max_label), signs_.arrow),
            to_word(change.meaning),
            to_word(step.state),
            change.triage ? fmt::format(", {}", to_word(change.triage->kind)) : "");
        add_line(line, hue_of(change.meaning));
    }

    /// Says where commits are missing below this one.
    void add_gap(std::size_t commit)
    {
        const auto& info = log_.changes.commits[commit];
        const bool has_parent =
            info.parents.empty() ||
            std::any_of(
                log_.changes.commits.begin(),
                log_.changes.commits.begin() + static_cast<std::ptrdiff_t>(commit),
                [&](const store::CommitInfo& other) { return other.hash == info.parents.front(); });
        if (!has_parent) {
            add_line(fmt::format("{0} the parent {1} is not stored {0}",
                                 signs_.missing,
                                 printable(info.parents.front().substr(0, digits_), max_label)));
        }
    }

    const RepositoryLog& log_;
    const HistoryLabels labels_{log_.changes.histories};
    const TextStyle& style_;
    const Signs& signs_;
    std::size_t digits_;
    std::vector<std::optional<Extent>> extents_{};
    std::string text_{};
};

} // namespace

std::string to_text(const RepositoryLog& log, const TextStyle& style)
{
    return Painter{log, style}.paint();
}

} // namespace cb::verdict
