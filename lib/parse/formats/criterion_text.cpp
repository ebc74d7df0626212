#include "base/file.hpp"
#include "manifest/units.hpp"
#include "parse/formats/formats.hpp"
#include "parse/formats/text_test.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

/// The figures of a line: "norm    time:   [3.3752 µs 3.4194 µs 3.4654 µs]".
struct Figures {
    std::string_view name; ///< the text before them; empty: the name is in the previous line
    std::string_view metric, list;
};

constexpr std::string_view time_mark = "time:   ";
constexpr std::string_view rate_mark = "thrpt:  ";

/// The figures of the line, which ends with ']'; without a metric if there are none. A name may
/// contain the mark, too.
Figures figures_of(std::string_view line)
{
    const auto bracket = line.rfind('[');
    if (bracket == std::string_view::npos || bracket < time_mark.size()) {
        return {};
    }
    const auto start = bracket - time_mark.size(); // the other mark has the same length
    const auto mark = line.substr(start, time_mark.size());
    if (mark != time_mark && mark != rate_mark) {
        return {};
    }
    return {.name = trimmed(line.substr(0, start)),
            .metric = mark == time_mark ? "time" : "throughput",
            .list = line.substr(bracket + 1, line.size() - bracket - 2)};
}

/// The output of criterion.rs (src/report.rs): the estimate between its bounds.
class CriterionText final : public TextFormat {
public:
    /// A name may begin with any byte, and a line without a name with a blank.
    [[nodiscard]] bool may_begin(char first) const override { return first != '{'; }
    /// The line with which cargo announces a program ends with a parenthesis.
    [[nodiscard]] bool may_end(char last) const override { return last == ']' || last == ')'; }

    [[nodiscard]] bool is_sure_of(std::string_view /*line*/) const override { return true; }
    [[nodiscard]] Next read_line() override
    {
        if (line().text.ends_with(')')) {
            benchmark_ = running_program(line().text).value_or(std::move(benchmark_));
            return Next::some;
        }
        const auto figures = figures_of(line().text);
        if (!figures.metric.empty() && is_named(figures)) {
            read_figures(figures);
        }
        return Next::some;
    }

private:
    /// Whether the figures have a name, which is then kept.
    bool is_named(const Figures& figures)
    {
        if (!figures.name.empty()) {
            name_ = to_name(figures.name);
        } else if (figures.metric == "time") {
            const bool is_name = !line().previous.empty() && line().previous.front() != ' ';
            name_ = is_name ? to_name(trimmed(line().previous)) : "";
        }
        return !name_.empty();
    }

    /// Reads the estimate and its bounds, except for changes since the last run, which are in
    /// percent.
    void read_figures(const Figures& figures)
    {
        const LineWords words{figures.list}; // low, estimate and high, each with its unit
        if (words.size() != 6) {
            return;
        }
        const auto unit = words[3];
        auto result = make_result(make_test(name_, benchmark_),
                                  {figures.metric, "", direction_of_unit(unit)});
        result.unit = to_name(unscaled(unit));
        result.lines = {{line().number, line().number}};
        result.summary.emplace();
        const auto take = [&](const char* key, std::string_view word, std::string_view from) {
            const auto value = parse_finite(word);
            if (!value) {
                reject(word, fmt::format("{}/{}/{}", name_, result.metric, key), value.error());
            } else if (const auto same = converted(*value, from, result.unit)) {
                result.summary->emplace(key, *same);
            }
        };
        take("avg", words[2], unit);
        take("low", words[0], words[1]);
        take("high", words[4], words[5]);
        if (result.summary->count("avg") == 1) {
            auto field = fmt::format("{}/{}", name_, result.metric);
            if (auto reason = collector().add(std::move(result))) {
                reject(figures.list, std::move(field), std::move(*reason));
            }
        }
    }

    std::string benchmark_{"default"};
    std::string name_{}; ///< of the previous figures, whose throughput may follow
};

} // namespace

std::unique_ptr<LineFormat> make_criterion_text()
{
    return std::make_unique<CriterionText>();
}

} // namespace cb::parse
