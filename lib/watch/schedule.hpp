#pragma once

#include "base/quantity.hpp"
#include "base/time.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

/// When a pass has jobs at all: for benchmarks that run less often than the timer fires.
namespace cb::watch {

/// A part of each day, by the clock of the machine's time zone (localtime(3)).
class DayPart {
public:
    /// Parses "FROM-TO" with both as H:MM or HH:MM. FROM is included, TO is not, and may be 24:00.
    /// A part may pass midnight: "22:00-6:00". Rejects an empty one.
    [[nodiscard]] static Parsed<DayPart> parse(std::string_view text);

    [[nodiscard]] bool contains(Time time) const;

private:
    DayPart(std::chrono::minutes from, std::chrono::minutes to) : from_{from}, to_{to} {}

    std::chrono::minutes from_, to_; ///< since midnight
};

struct Schedule {
    std::optional<DayPart> during{}; ///< nullopt: at any time
    /// Nothing is due until this has passed since the last pass whose jobs are stored.
    std::optional<Duration> min_interval{};

    /// `find_last_pass` returns the time of the last such pass after the given time. It is called
    /// only if the answer depends on it.
    [[nodiscard]] bool
    permits(Time now, const std::function<std::optional<Time>(Time)>& find_last_pass) const;
};

} // namespace cb::watch
