#pragma once

#include "base/error.hpp"
#include "base/time.hpp"
#include "manifest/open.hpp"
#include "manifest/words.hpp"

#include <string>
#include <string_view>

namespace cb {

/// The names of a series.
struct SeriesName {
    std::string benchmark, test, metric, unit;
    Direction direction = Direction::unknown;
    friend bool operator==(const SeriesName&, const SeriesName&) = default;
};

/// That a series was renamed (cb alias). In a stream of manifests it is a line of its own, after
/// those of the jobs that measured it (docs/manifest.md).
struct AliasRecord {
    std::string repo;
    SeriesName old_series, new_series;
    std::string created_by;
    Time created_at{};
    std::string reason;
    friend bool operator==(const AliasRecord&, const AliasRecord&) = default;

    /// Whether the line, which is no manifest, is meant as an alias.
    [[nodiscard]] static bool is_alias(std::string_view line);
    [[nodiscard]] static Parsed<AliasRecord> parse(std::string_view line);
    /// One line, without its newline.
    [[nodiscard]] std::string to_json() const;
};

} // namespace cb
