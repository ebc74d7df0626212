#pragma once

#include "parse/labels.hpp"

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace cb::parse {

/// What configuration lines ("goos: linux", "toolchain: new") say at some place of a text. Made by
/// GoConfigs, so that two of the same content are the same object.
using SharedConfig = std::shared_ptr<const Labels>;

/// The configurations of a text. They are few, or the lines are not meant to be such.
class GoConfigs {
public:
    static constexpr std::size_t most_configs = 1000;
    static constexpr std::size_t most_keys = 16; ///< of a configuration

    /// The one of this content; none if it is one too many.
    [[nodiscard]] SharedConfig share(const Labels& config);
    [[nodiscard]] bool empty() const { return configs_.empty(); }
    /// The one that came first. \pre !empty()
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

/// A configuration line: "key: value", where the key begins with a small letter and holds no
/// capital (golang.org/design/14313-benchmark-format). `key` is empty where it is none, or one of
/// the words by which compilers and programs begin a message.
struct GoConfigLine {
    std::string_view key, value;
};
[[nodiscard]] GoConfigLine parse_config_line(std::string_view line);

/// Takes over a line into the configuration: an empty value takes the key away. What is more than
/// 16 keys, or 256 bytes of a value, is left out.
void set_config(Labels& config, std::string_view key, std::string_view value);

} // namespace cb::parse
