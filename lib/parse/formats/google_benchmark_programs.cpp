#include "parse/formats/google_benchmark_programs.hpp"

#include "base/file.hpp"
#include "parse/formats/text_words.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cb::parse {

namespace {

constexpr std::string_view running = "Running ", run_on = "Run on (";

std::vector<GoogleTable> tables_in(std::string_view output)
{
    std::vector<GoogleTable> tables;
    for_each_line(output, [&tables](std::string_view line) {
        if (const auto table = google_table_of(line)) {
            tables.push_back(*table);
        }
    });
    return tables;
}

/// The paths of the programs, one for each that went on to measure.
std::vector<std::string> programs_in(std::string_view error_output)
{
    std::vector<std::string> programs;
    std::string last;
    for_each_line(error_output, [&](std::string_view line) {
        if (take(line, running)) {
            last = to_name(trimmed(line));
        } else if (line.starts_with(run_on) && !last.empty()) {
            programs.push_back(std::exchange(last, {}));
        }
    });
    return programs;
}

bool has_line(std::string_view text, std::string_view start)
{
    return text.starts_with(start) || text.find(fmt::format("\n{}", start)) != std::string::npos;
}

} // namespace

const std::string& ProgramNames::name_of(std::string_view path)
{
    const auto [at, is_new] = names_.emplace(std::string{path}, "default");
    if (is_new && !path.empty()) {
        auto start = path.find_last_of("/\\") + 1; // npos + 1 is 0
        while (start > 0 && taken_.count(std::string{path.substr(start)}) == 1) {
            start = start < 2 ? 0 : path.find_last_of("/\\", start - 2) + 1;
        }
        at->second = path.substr(start);
        taken_.insert(at->second);
    }
    return at->second;
}

std::optional<GoogleTable> google_table_of(std::string_view line)
{
    if (line.starts_with("name,iterations,real_time,")) {
        return GoogleTable::csv;
    }
    if (!line.starts_with("Benchmark ")) {
        return std::nullopt;
    }
    const LineWords words{line};
    if (words[1] != "Time" || words[2] != "CPU" || words[3] != "Iterations") {
        return std::nullopt;
    }
    const bool has_columns = words.size() > 4 && words[4] != "UserCounters...";
    return has_columns ? GoogleTable::any : GoogleTable::first;
}

std::vector<std::string> google_programs_of(std::string_view output, std::string_view error_output)
{
    const auto programs = programs_in(error_output);
    const auto tables = tables_in(output);
    const auto count = [&tables](GoogleTable table) {
        return static_cast<std::size_t>(std::count(tables.begin(), tables.end(), table));
    };
    const auto csv = count(GoogleTable::csv);
    const bool is_mixed = csv > 0 && csv < tables.size();
    if (programs.empty() || is_mixed || has_line(output, run_on)) {
        return {};
    }
    const auto firsts = count(GoogleTable::first) + csv;
    const bool is_one = std::all_of(programs.begin(), programs.end(), [&](const auto& program) {
        return program == programs.front();
    });
    if (programs.size() == tables.size()) {
        return programs;
    }
    if (programs.size() < firsts || programs.size() > tables.size() ||
        (!is_one && programs.size() != firsts)) {
        return {};
    }
    std::vector<std::string> of_tables;
    std::size_t begun = 0;
    for (const auto table : tables) {
        begun += table == GoogleTable::any ? 0 : 1;
        if (!is_one && begun == 0) {
            return {};
        }
        of_tables.push_back(is_one ? programs.front() : programs[begun - 1]);
    }
    return of_tables;
}

} // namespace cb::parse
