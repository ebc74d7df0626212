#include "verdict/comparison_cells.hpp"

#include "base/quantity.hpp"
#include "base/utf8.hpp"
#include "verdict/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace cb::verdict {

namespace {

constexpr std::size_t longest_name = 200;

std::string spread_text(const Level& level, Charset charset)
{
    const auto* const sign = charset == Charset::ascii ? "+-" : "±";
    return level.spread ? fmt::format(" {} {:.1f} %", sign, *level.spread * 100) : "";
}

/// The value in the unit that suits the larger of both sides.
std::string level_text(const std::optional<Level>& level,
                       const std::optional<Level>& other,
                       const std::string& unit,
                       Finding finding,
                       Charset charset)
{
    if (!level) {
        return "";
    }
    const auto scale = std::max(std::abs(level->median), other ? std::abs(other->median) : 0);
    const bool is_told = other && is_change(finding);
    return to_value_text(
               level->median, printable(unit, 20), scale, is_told ? other->median : level->median) +
           spread_text(*level, charset);
}

std::string needed_text(const Row& row)
{
    return row.needed
               ? fmt::format("too few (need {} and {})", row.needed->base, row.needed->candidate)
               : "too few";
}

/// The change, or the word for why there is none.
std::string finding_text(const Row& row)
{
    switch (row.finding) {
    case Finding::slower:
    case Finding::faster:
    case Finding::changed:
        return row.change ? to_difference_text(*row.change)
                          : "changed by " + to_value_text(row.candidate->median - row.base->median,
                                                          printable(row.name.unit, 20));
    case Finding::unstable:
        return "unstable";
    case Finding::too_few:
        return needed_text(row);
    case Finding::units_differ:
        return fmt::format("units differ: {}", printable(*row.other_unit, 20));
    case Finding::not_a_number:
        return "not a number";
    case Finding::appeared:
        return "only new";
    case Finding::vanished:
        return "only old";
    case Finding::no_difference:
        return "~";
    }
    return "";
}

std::string p_text(const Row& row)
{
    if (row.basis == Basis::exact) {
        return "exact";
    }
    return !row.p_value           ? ""
           : *row.p_value < 0.001 ? "<0.001"
                                  : fmt::format("{:.3f}", *row.p_value);
}

std::string interval_text(const Row& row)
{
    return row.interval ? fmt::format("{} to {}",
                                      to_signed_percent(row.interval->low),
                                      to_signed_percent(row.interval->high))
                        : "";
}

std::string n_text(const Row& row)
{
    return row.base && row.candidate ? fmt::format("{}+{}", row.base->n, row.candidate->n) : "";
}

/// ", smallest visible change 3 to 9 %": from the series with the least noise to that with the
/// most.
std::string visible_range(const std::vector<Row>& rows, Finding finding)
{
    std::vector<double> visible;
    for (const auto& row : rows) {
        if (row.finding == finding && row.visible) {
            visible.push_back(*row.visible * 100);
        }
    }
    if (visible.empty()) {
        return "";
    }
    const auto [min, max] = std::minmax_element(visible.begin(), visible.end());
    const auto low = fmt::format("{:.2g}", *min);
    const auto high = fmt::format("{:.2g}", *max);
    return fmt::format(", smallest visible change {}{} %", low, low == high ? "" : " to " + high);
}

void add_basis(std::vector<std::string>& notes,
               const ComparisonReport& report,
               Basis basis,
               const char* sentence)
{
    const auto number = std::count_if(
        report.rows.begin(), report.rows.end(), [=](const Row& row) { return row.basis == basis; });
    if (number > 0) {
        notes.push_back(fmt::format(fmt::runtime(sentence), number));
    }
}

void add_machine(std::vector<std::string>& notes, std::string_view side, const MachineCounts& jobs)
{
    if (jobs.invalid > 0) {
        notes.push_back(fmt::format(
            "{} of {} {} jobs were not measured as requested (invalid): do not trust them",
            jobs.invalid,
            jobs.all,
            side));
    }
    if (jobs.suspect > 0) {
        notes.push_back(
            fmt::format("{} of {} {} jobs were measured while the machine was not quiet "
                        "(suspect): measure again before you trust them",
                        jobs.suspect,
                        jobs.all,
                        side));
    }
}

} // namespace

std::string series_text(const Row& row)
{
    const auto& name = row.name;
    std::string text = name.test.empty() || row.has_namesake ? name.benchmark : "";
    text += text.empty() || name.test.empty() ? name.test : "/" + name.test;
    if (!name.metric.empty()) {
        text += " " + name.metric;
    }
    if (row.environment) {
        text += fmt::format(" [{} {}]", row.environment->worker, row.environment->config);
    }
    return printable(text, longest_name);
}

bool is_shown(const Row& row, Rows rows)
{
    return rows == Rows::all ||
           (row.finding != Finding::no_difference && row.finding != Finding::unstable);
}

std::vector<std::string> folded_lines(const ComparisonReport& report, Rows rows)
{
    std::vector<std::string> lines;
    for (const auto& [finding, word] : {std::pair{Finding::unstable, "unstable"},
                                        std::pair{Finding::no_difference, "unchanged"}}) {
        const auto number = count(report, finding);
        if (number > 0 && rows == Rows::notable) {
            lines.push_back(
                fmt::format("{}: {}{}", word, number, visible_range(report.rows, finding)));
        }
    }
    return lines;
}

Cells table_head(const TableOptions& options)
{
    return {"name",
            "old",
            "new",
            "change",
            options.visible == Visible::shown ? "visible" : "",
            "p",
            "95 % interval",
            "n"};
}

Cells cells_of(const Row& row, const TableOptions& options)
{
    const bool is_shown = options.visible == Visible::shown && row.visible;
    return {series_text(row),
            level_text(row.base,
                       row.other_unit ? std::nullopt : row.candidate,
                       row.name.unit,
                       row.finding,
                       options.style.charset),
            level_text(row.candidate,
                       row.other_unit ? std::nullopt : row.base,
                       row.other_unit.value_or(row.name.unit),
                       row.finding,
                       options.style.charset),
            finding_text(row),
            is_shown ? fmt::format("{:.2g} %", *row.visible * 100) : "",
            p_text(row),
            interval_text(row),
            n_text(row)};
}

std::vector<std::string> notes_of(const ComparisonReport& report)
{
    std::vector<std::string> notes;
    add_basis(notes,
              report,
              Basis::samples,
              "{} by rank tests of the samples of one job per side, which are not independent: "
              "compare several jobs to be certain");
    add_basis(notes, report, Basis::jobs, "{} by rank tests of the medians of jobs");
    add_basis(notes,
              report,
              Basis::history,
              "{} by the noise of earlier jobs and of the samples, whichever is larger");
    add_basis(notes, report, Basis::exact, "{} of a metric that must not move");
    add_machine(notes, "old", report.base_jobs);
    add_machine(notes, "new", report.candidate_jobs);
    return notes;
}

std::vector<std::string> mean_lines(const ComparisonReport& report)
{
    std::vector<std::string> lines;
    for (const auto& mean : report.means) {
        if (mean.series < 2) {
            continue;
        }
        auto line =
            fmt::format("geometric mean of {}: {}",
                        printable(mean.metric + (mean.unit.empty() ? "" : " in ") + mean.unit, 80),
                        to_signed_percent(mean.ratio.mean - 1));
        if (const auto& interval = mean.ratio.interval) {
            line += fmt::format(" ({} to {})",
                                to_signed_percent(interval->low - 1),
                                to_signed_percent(interval->high - 1));
        }
        lines.push_back(line + fmt::format(", {} series", mean.series));
    }
    return lines;
}

} // namespace cb::verdict
