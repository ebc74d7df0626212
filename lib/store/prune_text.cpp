#include "store/prune_text.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::store {

namespace {

constexpr std::size_t max_shown_bytes = 200;

/// "3.4 MiB".
std::string rounded(std::uint64_t bytes)
{
    constexpr double step = 1024;
    auto number = static_cast<double>(bytes);
    for (const auto* const unit : {"B", "KiB", "MiB", "GiB"}) {
        if (number < step) {
            return fmt::format("{:.{}f} {}", number, number < 10 && *unit != 'B' ? 1 : 0, unit);
        }
        number /= step;
    }
    return fmt::format("{:.1f} TiB", number);
}

std::string part(std::string_view what, const Pruned::Part& part)
{
    return fmt::format("  {:<8} of {} {}, about {}\n",
                       what,
                       part.runs,
                       part.runs == 1 ? "run" : "runs",
                       rounded(part.bytes));
}

} // namespace

std::string to_text(const std::vector<Pruned>& all)
{
    std::string text;
    for (const auto& pruned : all) {
        text += printable(pruned.repository, max_shown_bytes) + "\n";
        text += part("samples", pruned.samples);
        text += part("logs", pruned.logs);
        text += part("results", pruned.jobs);
        if (pruned.pinned > 0) {
            text += fmt::format("  {} older {} kept by baselines\n",
                                pruned.pinned,
                                pruned.pinned == 1 ? "run is" : "runs are");
        }
    }
    return text;
}

std::string to_text(const std::vector<Baseline>& baselines)
{
    constexpr std::size_t short_hash = 12;
    std::string text;
    for (const auto& baseline : baselines) {
        const auto first = baseline.first.substr(0, short_hash);
        const auto last = baseline.last.substr(0, short_hash);
        text += fmt::format("{}  {}  {}  {}{}{}\n",
                            printable(baseline.name, max_shown_bytes),
                            first == last ? first : first + ".." + last,
                            to_rfc3339(baseline.created_at).substr(0, 10),
                            printable(baseline.created_by, max_shown_bytes),
                            baseline.reason.empty() ? "" : "  ",
                            printable(baseline.reason, max_shown_bytes));
    }
    return text;
}

} // namespace cb::store
