#include "parse/formats/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace cb::parse {

namespace {

using Words = std::array<std::string_view, 4>;

/// Human-readable output of a tool, and how to make the tool print what cb reads.
struct Console {
    std::string_view tool;
    std::string_view start; ///< of a line
    Words words;            ///< that appear in that line
    std::string_view advice;
};

constexpr auto as_object = "cb does not read it; print its figures as an object of the format cb";
constexpr auto as_pyperf = "run python -m pyperf timeit -o FILE and give FILE to cb";

constexpr std::array consoles{
    Console{"nanobench", "| ", Words{"ns/", "err%", "total"}, "render templates::json()"},
    Console{"nanobench", "|", Words{"/s |", "err%", "total"}, "render templates::json()"},
    Console{"Vitest",
            "     name  ",
            Words{" hz ", " p995 ", " rme "},
            "run it with --outputJson FILE and give the file to cb"},
    Console{"BenchmarkDotNet",
            "|",
            Words{" Method ", " Mean ", " Error "},
            "run it with --exporters json and give the file to cb"},
    Console{"asv",
            "[",
            Words{"%] \u00b7\u00b7\u00b7 ", "\u00b1"},
            "give cb the file results/MACHINE/COMMIT-ENV.json"},
    Console{"fio", "Run status group ", Words{" (all jobs):"}, "run it with --output-format=json"},
    Console{"mitata",
            "benchmark  ",
            Words{" avg (min \u2026 max) ", " p99 "},
            "use run({format: \"json\"})"},
    Console{"hyperfine",
            "| Command | Mean [",
            Words{"| Relative |"},
            "run it with --export-json FILE and give FILE to cb"},
    Console{"bash's time",
            "real\t",
            Words{"m", "s"},
            "use /usr/bin/time -v or hyperfine, or cb parse --measure-only"},
    Console{"sysbench", "sysbench ", Words{" (using "}, as_object},
    Console{"stress-ng", "stress-ng: ", Words{" stressor ", " bogo ops"}, as_object},
    Console{"iperf3", "[ ID] Interval ", Words{" Transfer ", " Bitrate"}, as_object},
    Console{"openssl speed", "The 'numbers' are in 1000s of bytes per second", Words{}, as_object},
    Console{"zstd or lz4", " ", Words{"#", " -> ", "), ", " MB/s"}, as_object},
    Console{"7z", "Avr: ", Words{" | "}, as_object},
    Console{"ab", "This is ApacheBench, ", Words{}, "use wrk, or print an object of the format cb"},
    Console{"hey", "  Requests/sec:\t", Words{}, "use wrk, or print an object of the format cb"},
    Console{
        "siege", "{\t\"transactions\":", Words{}, "use wrk, or print an object of the format cb"},
    Console{
        "siege", "Transactions:\t", Words{" hits"}, "use wrk, or print an object of the format cb"},
    Console{"timeit", "1", Words{" loop", ", best of ", " per loop"}, as_pyperf},
    Console{"timeit", "2", Words{" loop", ", best of ", " per loop"}, as_pyperf},
    Console{"timeit", "5", Words{" loop", ", best of ", " per loop"}, as_pyperf},
    Console{"a Prometheus exporter", "# TYPE ", Words{}, as_object},
    Console{"a TAP test", "TAP version ", Words{}, "it has no figures of benchmarks"},
    Console{"a test in JUnit XML",
            "<testsuite",
            Words{},
            "it has durations of tests, not of benchmarks"},
    Console{"a test in JUnit XML",
            "  <testsuite",
            Words{},
            "it has durations of tests, not of benchmarks"},
};

constexpr std::string_view pyperf_words = "Mean +- std dev: ";

/// A start of one blank means just one, because indented lines are many.
bool is_of(const Console& console, std::string_view line)
{
    const auto start = console.start;
    const bool is_indented = start == " " && line.size() > 1 && line[1] == ' ';
    return !is_indented && line.starts_with(start) &&
           std::all_of(console.words.begin(), console.words.end(), [line](std::string_view word) {
               return line.find(word) != std::string_view::npos;
           });
}

/// Recognizes human-readable output that is not read, because its figures are rounded or it lacks
/// the samples. If there is nothing else, the user is told which option helps.
class ConsoleHints final : public LineFormat {
public:
    ConsoleHints()
    {
        for (const auto& console : consoles) {
            by_first_[static_cast<unsigned char>(console.start.front())].push_back(&console);
        }
    }

    [[nodiscard]] bool may_begin(char first) const override
    {
        return may_be_pyperf(first) || !beginning_with(first).empty();
    }

    [[nodiscard]] Next read(const TextLine& line, Collector& collector) override
    {
        if (collector.has_hint() || line.text.empty()) {
            return Next::some;
        }
        const auto& candidates = beginning_with(line.text.front());
        const auto at =
            std::find_if(candidates.begin(), candidates.end(), [&line](const Console* candidate) {
                return is_of(*candidate, line.text);
            });
        if (at != candidates.end()) {
            suggest((*at)->tool, (*at)->advice, line, collector);
        } else if ((follows_dots_ || may_be_pyperf(line.text.front())) &&
                   line.text.find(pyperf_words) != std::string_view::npos) {
            suggest("pyperf", "run it with -o FILE and give FILE to cb", line, collector);
        }
        follows_dots_ = line.text.find_first_not_of('.') == std::string_view::npos;
        return follows_dots_ ? Next::every : Next::some;
    }

private:
    [[nodiscard]] const std::vector<const Console*>& beginning_with(char first) const
    {
        return by_first_[static_cast<unsigned char>(first)];
    }

    /// It prints dots before its line.
    static bool may_be_pyperf(char first) { return first == '.' || first == pyperf_words.front(); }

    static void suggest(std::string_view tool,
                        std::string_view advice,
                        const TextLine& line,
                        Collector& collector)
    {
        collector.suggest(
            fmt::format("line {} is of what {} prints: {}", line.number, tool, advice));
    }

    std::array<std::vector<const Console*>, 256> by_first_{}; ///< by the first byte of the line
    bool follows_dots_ = false; ///< the previous line was the progress of pyperf
};

} // namespace

std::unique_ptr<LineFormat> make_console_hints()
{
    return std::make_unique<ConsoleHints>();
}

} // namespace cb::parse
