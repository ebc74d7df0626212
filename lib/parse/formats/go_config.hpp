#pragma once

#include "parse/labels.hpp"

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// The configuration lines ("goos: linux", "toolchain: new") in effect at some place of a text.
/// Made by GoConfigs, so equal contents share one object.
using SharedConfig = std::shared_ptr<const Labels>;

/// The configurations of a text. If there are very many, the lines are not really configuration.
class GoConfigs {
public:
    static constexpr std::size_t max_configs = 1000;
    static constexpr std::size_t max_keys = 16; ///< per configuration

    /// The shared object with this content; null if there are too many.
    [[nodiscard]] SharedConfig share(const Labels& config);
    [[nodiscard]] bool empty() const { return configs_.empty(); }
    /// The first one. \pre !empty()
    [[nodiscard]] const SharedConfig& first() const { return first_; }

private:
    struct Less {
        using is_transparent = void;
        bool operator()(const SharedConfig& a, const SharedConfig& b) const { return *a < *b; }
        bool operator()(const SharedConfig& a, const Labels& b) const { return *a < b; }
        bool operator()(const Labels& a, const SharedConfig& b) const { return a < *b; }
    };

    std::set<SharedConfig, Less> configs_{};
    SharedConfig first_{};
};

/// A configuration line: "key: value", where the key starts with a lower-case letter and contains
/// no upper-case letters (golang.org/design/14313-benchmark-format). `key` is empty if the line is
/// not one, or if the key is a word with which compilers and programs start a message.
struct GoConfigLine {
    std::string_view key, value;
};
[[nodiscard]] GoConfigLine parse_config_line(std::string_view line);

/// Applies a line to the configuration: an empty value removes the key. Ignores what exceeds 16
/// keys or 256 bytes of a value.
void set_config(Labels& config, std::string_view key, std::string_view value);

} // namespace cb::parse
