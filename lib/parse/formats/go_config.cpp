#include "parse/formats/go_config.hpp"

#include "base/file.hpp"
#include "parse/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace cb::parse {

namespace {

constexpr std::size_t max_key_bytes = 64;
constexpr std::size_t max_value_bytes = 256;

/// How messages of compilers, the Go runtime and shells begin.
constexpr std::array messages{"bash",
                              "debug",
                              "error",
                              "exit",
                              "fatal",
                              "go",
                              "hint",
                              "info",
                              "make",
                              "note",
                              "panic",
                              "runtime",
                              "sh",
                              "signal",
                              "trace",
                              "usage",
                              "warning",
                              "time"};

bool is_key(std::string_view text)
{
    const auto may_be_in_key = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= max_key_bytes && text.front() >= 'a' &&
           text.front() <= 'z' && std::all_of(text.begin(), text.end(), may_be_in_key) &&
           std::find(messages.begin(), messages.end(), text) == messages.end();
}

} // namespace

SharedConfig GoConfigs::share(const Labels& config)
{
    const auto known = configs_.find(config);
    if (known != configs_.end()) {
        return *known;
    }
    if (configs_.size() == max_configs) {
        return nullptr;
    }
    auto shared = std::make_shared<const Labels>(config);
    if (configs_.empty()) {
        first_ = shared;
    }
    configs_.insert(shared);
    return shared;
}

GoConfigLine parse_config_line(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_key(line.substr(0, colon))) {
        return {};
    }
    const auto rest = line.substr(colon + 1);
    if (!rest.empty() && rest.front() != ' ' && rest.front() != '\t') {
        return {}; // "http://…", "file.go:12"
    }
    return {.key = line.substr(0, colon), .value = trimmed(rest)};
}

void set_config(Labels& config, std::string_view key, std::string_view value)
{
    const std::string name{key};
    config.erase(name);
    if (!value.empty() && value.size() <= max_value_bytes && config.size() < GoConfigs::max_keys) {
        config.emplace(name, to_name(value));
    }
}

} // namespace cb::parse
