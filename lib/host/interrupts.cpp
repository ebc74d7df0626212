#include "host/interrupts.hpp"

#include "base/file.hpp"
#include "host/columns.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <vector>

namespace cb::host {

namespace {

/// "  24:   17   0  IO-APIC 5-edge  ACPI:Ged"
struct Row {
    std::string_view name, description;
    std::vector<std::uint32_t> counts; ///< one per CPU of the header line
};

/// The CPUs of a header line "CPU0 CPU1 CPU4"; empty if the line is not a header.
std::vector<unsigned> parse_head(std::string_view line)
{
    constexpr std::string_view prefix = "CPU";
    std::vector<unsigned> cpus;
    for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
        const auto id = word.starts_with(prefix)
                            ? parse_count(word.substr(prefix.size()), 0, CpuSet::limit)
                            : tl::unexpected{std::string{}};
        if (!id || cpus.size() > CpuSet::limit) {
            return {};
        }
        cpus.push_back(static_cast<unsigned>(*id));
    }
    return cpus;
}

std::optional<Row> parse_row(std::string_view line, std::size_t columns)
{
    const auto colon = line.find(':');
    Row row{trimmed(line.substr(0, colon)), {}, {}};
    if (colon == std::string_view::npos || row.name.empty()) {
        return std::nullopt;
    }
    line.remove_prefix(colon + 1);
    while (row.counts.size() < columns) {
        const auto count =
            parse_count(take_word(line), 0, std::numeric_limits<std::uint64_t>::max());
        if (!count) {
            return std::nullopt;
        }
        row.counts.push_back(static_cast<std::uint32_t>(*count));
    }
    row.description = trimmed(line);
    return row;
}

/// Calls `start(cpu)` for each CPU, then `use(cpu, row, count)` for each count of the table.
template <typename Start, typename Use>
void for_each_count(std::string_view text, Start start, Use use)
{
    const auto cpus = parse_head(take_line(text));
    std::for_each(cpus.begin(), cpus.end(), start);
    while (!cpus.empty() && !text.empty()) {
        const auto row = parse_row(take_line(text), cpus.size());
        for (std::size_t i = 0; row && i < cpus.size(); ++i) {
            use(cpus[i], *row, row->counts[i]);
        }
    }
}

bool is_number(std::string_view text)
{
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "Local timer interrupts" on x86, "arch_timer" on ARM, "riscv-timer", "hpet2".
bool is_timer(const Row& row)
{
    constexpr std::array<std::string_view, 3> words{"timer", "Timer", "hpet"};
    return row.name == "LOC" || std::any_of(words.begin(), words.end(), [&row](auto word) {
               return row.description.find(word) != std::string_view::npos;
           });
}

/// Totals, which look like counts of one CPU if there is only one CPU.
bool is_total(const Row& row)
{
    return row.name == "ERR" || row.name == "Err" || row.name == "MIS";
}

bool is_tick(const Row& row)
{
    constexpr std::array<std::string_view, 4> names{"TIMER", "HRTIMER", "SCHED", "RCU"};
    return std::find(names.begin(), names.end(), row.name) != names.end();
}

} // namespace

std::map<unsigned, InterruptCounts> count_interrupts(std::string_view text)
{
    std::map<unsigned, InterruptCounts> counts;
    for_each_count(
        text,
        [&counts](unsigned cpu) { counts[cpu] = {}; },
        [&counts](unsigned cpu, const Row& row, std::uint32_t count) {
            if (!is_timer(row) && !is_total(row)) {
                auto& of_cpu = counts[cpu];
                (is_number(row.name) ? of_cpu.devices : of_cpu.processors) += count;
            }
        });
    return counts;
}

std::map<unsigned, std::uint32_t> count_softirqs(std::string_view text)
{
    std::map<unsigned, std::uint32_t> counts;
    for_each_count(
        text,
        [&counts](unsigned cpu) { counts[cpu] = 0; },
        [&counts](unsigned cpu, const Row& row, std::uint32_t count) {
            counts[cpu] += is_tick(row) ? 0 : count;
        });
    return counts;
}

std::string read_large_text(const SysFiles& files, const std::filesystem::path& path)
{
    try {
        return read_file(files.root() / path, Bytes{4U << 20U});
    } catch (const Error&) {
        return {};
    }
}

} // namespace cb::host
