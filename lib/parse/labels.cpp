#include "parse/labels.hpp"

#include <fmt/format.h>

namespace cb::parse {

namespace {

constexpr std::size_t max_labels = 16;
constexpr std::size_t max_bytes = 1024;

bool is_short_text(std::string_view text)
{
    return text.size() <= max_bytes && text.find('\0') == std::string_view::npos;
}

std::string_view value_of(const Labels& config, const std::string& key)
{
    const auto at = config.find(key);
    return at == config.end() ? std::string_view{} : std::string_view{at->second};
}

} // namespace

void add_label(Labels& labels, std::string_view name, std::string_view value)
{
    if (labels.size() < max_labels && is_short_text(name) && is_short_text(value)) {
        labels.emplace(name, value);
    }
}

std::set<std::string> differing_keys(const Labels& one, const Labels& other)
{
    std::set<std::string> keys;
    for (const auto* const config : {&one, &other}) {
        for (const auto& [key, value] : *config) {
            if (value_of(one, key) != value_of(other, key)) {
                keys.insert(key);
            }
        }
    }
    return keys;
}

std::string suffix_of(const Labels& labels, const std::set<std::string>& keys)
{
    std::string text;
    for (const auto& key : keys) {
        text += fmt::format("{}{}={}", text.empty() ? " [" : ", ", key, value_of(labels, key));
    }
    return text + (text.empty() ? "" : "]");
}

} // namespace cb::parse
