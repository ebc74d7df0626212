#include "host/judgement.hpp"

namespace cb::host {

namespace {

template <typename Count>
std::optional<std::string> missing(const std::optional<Count>& before,
                                   const std::optional<Count>& after,
                                   std::string_view source)
{
    return before && after ? std::nullopt
                           : std::optional{fmt::format("{} does not report it", source)};
}

std::string backwards(std::string_view source)
{
    return fmt::format("the counter of {} ran backwards", source);
}

} // namespace

void Judgement::hold(const FitnessRule& rule, Figure figure)
{
    if (!(rule.per > 0)) {
        add_unavailable(rule.code, "no time elapsed");
    } else if (figure.value > rule.floor && figure.value / rule.per > rule.threshold) {
        add({.code = std::string{rule.code},
             .weight = rule.weight,
             .value = figure.value / rule.per,
             .threshold = rule.threshold,
             .unit = std::string{rule.unit},
             .detail = std::move(figure.detail)});
    }
}

void Judgement::hold(const FitnessRule& rule, const Parsed<double>& value)
{
    if (value) {
        hold(rule, Figure{*value});
    } else {
        add_unavailable(rule.code, value.error());
    }
}

const CpuCounters& Judgement::cpu(const HostCounters& counters, unsigned id)
{
    static const CpuCounters none;
    const auto at = counters.cpus.find(id);
    return at == counters.cpus.end() ? none : at->second;
}

Parsed<double> growth(const std::optional<std::uint64_t>& before,
                      const std::optional<std::uint64_t>& after,
                      std::string_view source)
{
    if (auto why = missing(before, after, source)) {
        return tl::unexpected{std::move(*why)};
    }
    if (*after < *before) {
        return tl::unexpected{backwards(source)};
    }
    return static_cast<double>(*after - *before);
}

Parsed<double> growth(const std::optional<std::uint32_t>& before,
                      const std::optional<std::uint32_t>& after,
                      std::string_view source)
{
    constexpr std::uint32_t half = 1U << 31U;
    if (auto why = missing(before, after, source)) {
        return tl::unexpected{std::move(*why)};
    }
    const std::uint32_t grown = *after - *before; // correct after a wraparound, too
    if (grown >= half) {
        return tl::unexpected{backwards(source)};
    }
    return static_cast<double>(grown);
}

} // namespace cb::host
