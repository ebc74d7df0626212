#include "parse/formats/github_action_benchmark_go.hpp"

#include "base/file.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// "BenchmarkX" for "BenchmarkX - B/op" with that unit.
std::string_view name_without(std::string_view name, std::string_view unit)
{
    constexpr std::string_view between = " - ";
    if (!unit.empty() && name.size() > unit.size() + between.size() && name.ends_with(unit) &&
        name.substr(0, name.size() - unit.size()).ends_with(between)) {
        name.remove_suffix(unit.size() + between.size());
    }
    return name;
}

/// "4" for a member `extra` of "383454 times\n4 procs".
std::string_view processors_of(JsonValue row)
{
    constexpr std::string_view word = " procs";
    const auto extra = row["extra"].text_or("");
    const auto end = extra.find(word);
    if (end == std::string_view::npos) {
        return {};
    }
    const auto start = extra.find_last_not_of("0123456789", end - 1) + 1; // npos + 1 is 0
    return end == 0 ? std::string_view{} : extra.substr(start, end - start);
}

} // namespace

std::vector<GoFigure> split_go_figures(double value, std::string_view unit)
{
    auto tab = unit.find('\t');
    std::vector<GoFigure> figures{{.value = value, .unit = trimmed(unit.substr(0, tab))}};
    while (tab != std::string_view::npos) {
        unit.remove_prefix(tab + 1);
        tab = unit.find('\t');
        const auto figure = trimmed(unit.substr(0, tab));
        const auto blank = figure.find(' ');
        if (blank == std::string_view::npos) {
            figures.push_back({.value = tl::unexpected{fmt::format(
                                   "\"{:.40}\" is no figure with a unit", figure)},
                               .unit = ""});
        } else {
            figures.push_back({.value = parse_finite(figure.substr(0, blank)),
                               .unit = trimmed(figure.substr(blank))});
        }
    }
    return figures;
}

GoRows::GoRows(JsonValue rows)
{
    for (const auto row : rows.elements()) {
        const auto name = row["name"].text();
        const auto unit = row["unit"].text();
        if (!name || !unit || name->size() > Collector::max_name_bytes) {
            continue;
        }
        if (const auto processors = processors_of(row); !processors.empty()) {
            processors_[name_without(*name, *unit)].insert(processors);
        }
        if (unit->find('\t') != std::string_view::npos) {
            for (const auto& figure : split_go_figures(0, *unit)) {
                whole_.emplace(figure.unit, *name); // most units differ early
            }
        }
    }
}

bool GoRows::is_repeated(std::string_view name, std::string_view unit) const
{
    const auto whole = name_without(name, unit);
    return whole != name && whole_.count({unit, whole}) == 1;
}

std::string GoRows::test_of(JsonValue row, std::string_view name, std::string_view unit) const
{
    const auto test = name_without(name, unit);
    const auto processors = processors_of(row);
    const auto known = processors_.find(test);
    const bool are_several = known != processors_.end() && known->second.size() > 1;
    return are_several && !processors.empty() ? fmt::format("{}-{}", test, processors)
                                              : std::string{test};
}

} // namespace cb::parse
