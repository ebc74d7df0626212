#pragma once

#include "verdict/changes.hpp"

#include <span>
#include <string>

namespace cb::verdict {

/// Names histories for people: by their series, and by those parts of their settings that differ
/// between them.
class HistoryLabels {
public:
    explicit HistoryLabels(std::span<const HistoryName> histories);

    /// "parse/large time (quick) on bench-1 [0f3c9a1e]", safe for a terminal.
    [[nodiscard]] std::string text(const HistoryName& name) const;

private:
    bool has_workers_ = false, has_host_keys_ = false, has_configs_ = false; ///< several of them
};

} // namespace cb::verdict
