#include "parse/run_results.hpp"

#include "base/subprocess.hpp"
#include "parse/byte_order_mark.hpp"
#include "parse/find.hpp"
#include "parse/formats/google_benchmark_programs.hpp"
#include "parse/formats/text_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace cb::parse {

namespace {

constexpr auto benchmark_name = "run";

/// Prefixes the reasons with `place`, and removes the lines of results, which refer to standard
/// output.
Found elsewhere(Found found, const std::string& place)
{
    for (auto& result : found.results) {
        result.lines.clear();
    }
    for (auto& entry : found.rejected) {
        entry.reason = fmt::format("{}: {}", place, entry.reason);
    }
    return found;
}

std::uint64_t count_lines(std::string_view text)
{
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

/// Concatenates the files, so that a series with several iterations is merged, and records where
/// each begins.
class JoinedFiles {
public:
    JoinedFiles(const std::vector<ResultsFile>& files, TextFacts::End end)
    {
        for (const auto& file : files) {
            starts_.push_back({count_lines(text_), file.path});
            if (is_utf16(file.content)) {
                continue; // reported by find_in_files()
            }
            text_ += file.content;
            if (!file.content.empty() && file.content.back() != '\n') {
                if (end == TextFacts::End::unknown) {
                    open_lines_.insert(count_lines(text_) + 1);
                }
                text_ += '\n';
            }
        }
    }

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// The last lines of files that do not end with a newline.
    [[nodiscard]] const std::set<std::uint64_t>& open_lines() const noexcept { return open_lines_; }

    /// Adds the entry's file to the reason and makes its line relative to that file.
    void locate(Rejected& entry) const
    {
        const auto after =
            std::find_if(starts_.begin(), starts_.end(), [&entry](const auto& start) {
                return start.line >= entry.line;
            });
        const auto& file = *std::prev(after);
        entry.line -= file.line;
        entry.reason = fmt::format("{}: {}", file.path, entry.reason);
    }

private:
    struct Start {
        std::uint64_t line; ///< the number of preceding lines
        std::string path;
    };
    std::string text_{};
    std::set<std::uint64_t> open_lines_{};
    std::vector<Start> starts_{};
};

/// A program that succeeded wrote all that it meant to write.
TextFacts::End end_of(const Run& run)
{
    return run.outcome == Outcome::ok && !run.output_truncated ? TextFacts::End::whole
                                                               : TextFacts::End::unknown;
}

Found find_in_files(const Run& run, Format format)
{
    const auto& files = run.files;
    const JoinedFiles joined{files, end_of(run)};
    auto found =
        find_results(joined.text(),
                     format,
                     {.iterations = run.iterations.size(), .open_lines = joined.open_lines()});
    for (auto& result : found.results) {
        result.lines.clear();
    }
    for (auto& entry : found.rejected) {
        joined.locate(entry);
    }
    for (const auto& file : files) {
        const std::string problem =
            file.problem.empty() && is_utf16(file.content) ? utf16_reason : file.problem;
        if (!problem.empty()) {
            found.rejected.push_back({.line = 1,
                                      .column = 1,
                                      .field = "",
                                      .reason = fmt::format("{}: {}", file.path, problem)});
        }
    }
    return found;
}

Found find_in_streams(const Run& run, Format format)
{
    const TextFacts facts{.end = end_of(run),
                          .iterations = run.iterations.size(),
                          .programs = google_programs_of(run.output, run.error_output),
                          .crates = libtest_programs_of(run.output, run.error_output)};
    auto found = find_results(run.output, format, facts);
    auto errors = elsewhere(
        find_results(run.error_output, format, {.end = facts.end, .iterations = facts.iterations}),
        "standard error");
    if (found.results.empty() && found.past.empty()) {
        errors.rejected.insert(
            errors.rejected.begin(), found.rejected.begin(), found.rejected.end());
        if (errors.results.empty() && !found.hint.empty()) {
            errors.hint = std::move(found.hint);
        }
        return errors;
    }
    if (!errors.results.empty()) {
        found.rejected.push_back(
            {.line = 1,
             .column = 1,
             .field = "",
             .reason = fmt::format("standard error: {} results are not taken, because standard "
                                   "output has results",
                                   errors.results.size())});
    }
    return found;
}

struct IterationMeasure {
    const char* metric;
    const char* unit;
    std::optional<double> (*figure)(const Iteration& iteration);
};

std::optional<double> as_number(std::optional<std::uint64_t> count)
{
    return count ? std::optional{static_cast<double>(*count)} : std::nullopt;
}

constexpr std::array iteration_measures{
    IterationMeasure{"wall_time", "s", [](const Iteration& i) { return std::optional{i.wall_s}; }},
    IterationMeasure{"user_time", "s", [](const Iteration& i) { return i.usage.user_s; }},
    IterationMeasure{"system_time", "s", [](const Iteration& i) { return i.usage.system_s; }},
    IterationMeasure{"peak_memory",
                     "B",
                     [](const Iteration& i) { return as_number(i.usage.peak_memory_bytes); }},
    IterationMeasure{
        "instructions", "", [](const Iteration& i) { return as_number(i.usage.instructions); }}};

} // namespace

Found find_run_results(const Run& run, Format format)
{
    return run.files.empty() ? find_in_streams(run, format) : find_in_files(run, format);
}

std::vector<Result> measured_results(const Run& run, const Config& config)
{
    std::vector<Result> results;
    if (run.outcome != Outcome::ok) {
        return results;
    }
    const auto test = config.name == Config{}.name ? shell_quoted(run.argv) : config.name;
    for (const auto& measure : iteration_measures) {
        Result result;
        result.benchmark = benchmark_name;
        result.test = test;
        result.metric = measure.metric;
        result.unit = measure.unit;
        result.direction = Direction::lower;
        for (const auto& iteration : run.iterations) {
            if (const auto figure = measure.figure(iteration)) {
                result.values.push_back(*figure);
            }
        }
        if (!result.values.empty()) {
            results.push_back(std::move(result));
        }
    }
    return results;
}

} // namespace cb::parse
