#pragma once

#include "base/log.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace cb {

/// Shows how far long work is for as long as this object lives, unless it is paused. The Log
/// decides whether anybody sees it. Of several that live at once, the one that began last is shown.
class Progress {
public:
    /// Begins. \pre `log` outlives this object
    Progress(Log& log, CountedWork work);
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() { pause(); }

    /// So much more is done. Cheap enough for each row.
    void advance(std::uint64_t count = 1);
    /// CountedWork::share; nullopt if it is unknown.
    void set_share(std::optional<double> share) noexcept { work_.share = share; }

    /// Shows nothing until resume(), and does not count the time: for a wait in which another
    /// program of the pipeline works.
    void pause() noexcept;
    void resume();

private:
    using Clock = std::chrono::steady_clock;

    Log& log_;
    CountedWork work_;
    std::optional<Clock::time_point> resumed_at_{}; ///< nullopt while it is paused
};

} // namespace cb
