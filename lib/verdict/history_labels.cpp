#include "verdict/history_labels.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace cb::verdict {

namespace {

constexpr std::size_t max_shown = 200;

std::string shown(std::string_view text)
{
    return text.empty() ? "?" : printable(text, max_shown);
}

} // namespace

HistoryLabels::HistoryLabels(std::span<const HistoryName> histories)
{
    for (const auto& each : histories) {
        const auto& first = histories.front().setting;
        has_workers_ = has_workers_ || each.setting.worker != first.worker;
        has_host_keys_ = has_host_keys_ || each.setting.host_key != first.host_key;
        has_configs_ = has_configs_ || each.setting.config != first.config;
    }
}

std::string HistoryLabels::text(const HistoryName& name) const
{
    constexpr std::size_t key_digits = 8;
    auto text = printable(to_text(name.series), 3 * max_shown);
    const auto& setting = name.setting;
    if (has_configs_) {
        text += fmt::format(" ({})", shown(setting.config));
    }
    if (has_workers_) {
        text += fmt::format(" on {}", shown(setting.worker));
    }
    if (has_host_keys_) {
        text += fmt::format(" [{}]", shown(setting.host_key.substr(0, key_digits)));
    }
    return text;
}

} // namespace cb::verdict
