#include "base/utf8.hpp"
#include "store/export/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

/// Go's benchmark format: golang.org/design/14313-benchmark-format, golang.org/x/perf/benchfmt.
namespace cb::store {

namespace {

/// The units of package testing, which say what was measured.
struct GoUnit {
    std::string_view metric, unit;
};
constexpr std::array go_units{GoUnit{"time", "ns/op"},
                              GoUnit{"throughput", "MB/s"},
                              GoUnit{"memory", "B/op"},
                              GoUnit{"allocs", "allocs/op"}};

/// Characters other than ASCII that Go takes for white space, in UTF-8.
constexpr std::array<std::string_view, 19> spaces{"\xC2\x85",
                                                  "\xC2\xA0",
                                                  "\xE1\x9A\x80",
                                                  "\xE2\x80\x80",
                                                  "\xE2\x80\x81",
                                                  "\xE2\x80\x82",
                                                  "\xE2\x80\x83",
                                                  "\xE2\x80\x84",
                                                  "\xE2\x80\x85",
                                                  "\xE2\x80\x86",
                                                  "\xE2\x80\x87",
                                                  "\xE2\x80\x88",
                                                  "\xE2\x80\x89",
                                                  "\xE2\x80\x8A",
                                                  "\xE2\x80\xA8",
                                                  "\xE2\x80\xA9",
                                                  "\xE2\x80\xAF",
                                                  "\xE2\x81\x9F",
                                                  "\xE3\x80\x80"};

/// The text as one word: "_" replaces each blank and control character, as in package testing.
std::string to_word_of_line(std::string_view text)
{
    std::string word;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        const auto* const space =
            std::find_if(spaces.begin(), spaces.end(), [rest](std::string_view one) {
                return rest.starts_with(one);
            });
        const auto c = static_cast<unsigned char>(rest.front());
        const bool is_blank = space != spaces.end() || c <= ' ' || c == 0x7F;
        word += is_blank ? '_' : rest.front();
        at += space != spaces.end() ? space->size() : 1;
    }
    return word;
}

/// The unit, which is also the name of what was measured.
std::string unit_of(const SeriesInfo& series)
{
    const bool is_go = std::any_of(go_units.begin(), go_units.end(), [&](const GoUnit& known) {
        return known.metric == series.metric && known.unit == series.unit;
    });
    if (is_go || series.metric == series.unit) {
        return to_word_of_line(series.unit);
    }
    return to_word_of_line(series.unit.empty() ? series.metric
                                               : fmt::format("{}-{}", series.metric, series.unit));
}

std::string name_of(std::string_view test)
{
    const auto word = to_word_of_line(test);
    return word.starts_with("Benchmark") ? word : "Benchmark" + word;
}

class BenchfmtWriter {
public:
    explicit BenchfmtWriter(const Export& what) : what_{what} {}

    void add(const StoredJob& job)
    {
        set("repository", job.repository);
        set("commit", job.info.commit.value_or(""));
        set("branch", job.info.branch.value_or(""));
        set("config", job.info.config);
        set("worker", job.info.worker);
        set("host-key", job.info.host_key);
        set("goos", job.info.host_key.empty() ? "" : "linux"); // where cb runs
        set("cpu", job.cpu);
        for (std::span<const StoredMeasurement> rest{job.measurements}; !rest.empty();) {
            const auto& series = rest.front().series;
            const auto end = std::find_if(rest.begin(), rest.end(), [&](const auto& other) {
                return other.series.benchmark != series.benchmark ||
                       other.series.test != series.test;
            });
            const auto count = static_cast<std::size_t>(end - rest.begin());
            set("pkg", series.benchmark == "default" ? "" : series.benchmark);
            add_test(rest.first(count));
            rest = rest.subspan(count);
        }
    }

private:
    /// A configuration line, if the value changes. An empty value removes the key.
    void set(const std::string& key, std::string_view value)
    {
        constexpr std::size_t max_bytes = 256;
        const auto line = printable(value, max_bytes);
        if (config_[key] != line) {
            config_[key] = line;
            what_.out.add(fmt::format("{}:{}{}\n", key, line.empty() ? "" : " ", line));
        }
    }

    /// The lines of a test: one per sample, with all its metrics.
    void add_test(std::span<const StoredMeasurement> metrics)
    {
        std::size_t lines = 0;
        std::vector<std::vector<double>> columns;
        std::vector<std::string> units;
        for (const auto& metric : metrics) {
            columns.push_back(values_of(metric));
            units.push_back(unit_of(metric.series));
            lines = std::max(lines, columns.back().size());
            add_unit(units.back(), metric.series.direction);
        }
        const auto name = name_of(metrics.front().series.test);
        for (std::size_t line = 0; line < lines; ++line) {
            auto text = fmt::format("{}\t1", name);
            for (std::size_t i = 0; i < columns.size(); ++i) {
                if (line < columns[i].size()) {
                    text += fmt::format("\t{} {}", columns[i][line], units[i]);
                }
            }
            what_.out.add(text + '\n');
        }
    }

    std::vector<double> values_of(const StoredMeasurement& metric)
    {
        if (!metric.samples.empty()) {
            return metric.samples;
        }
        const auto value = value_of(metric.figures);
        what_.losses.add(value ? "results without samples are single values"
                               : "results with neither samples nor a mean are left out");
        return value ? std::vector{*value} : std::vector<double>{};
    }

    void add_unit(const std::string& unit, Direction direction)
    {
        const auto [known, is_new] = directions_.emplace(unit, direction);
        if (is_new && direction != Direction::unknown) {
            what_.out.add(fmt::format(
                "Unit {} better={}\n", unit, direction == Direction::lower ? "lower" : "higher"));
        } else if (known->second != direction) {
            what_.losses.add("units whose better direction differs between tests");
        }
    }

    const Export& what_;
    std::map<std::string, std::string> config_{};
    std::map<std::string, Direction> directions_{};
};

} // namespace

void write_benchfmt(const Export& what)
{
    BenchfmtWriter writer{what};
    what.for_each_ok_job([&writer](const StoredJob& job) { writer.add(job); });
}

} // namespace cb::store
