#include "base/progress.hpp"

#include <utility>

namespace cb {

Progress::Progress(Log& log, CountedWork work) : log_{log}, work_{std::move(work)}
{
    resume();
}

void Progress::advance(std::uint64_t count)
{
    work_.done += count;
    log_.update_progress();
}

void Progress::pause() noexcept
{
    if (resumed_at_) {
        log_.end_progress();
        work_.elapsed += Clock::now() - *resumed_at_;
        resumed_at_.reset();
    }
}

void Progress::resume()
{
    if (!resumed_at_) {
        resumed_at_ = Clock::now();
        log_.begin_progress(work_);
    }
}

} // namespace cb
