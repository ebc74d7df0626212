#include "base/heartbeat.hpp"

#include <utility>

namespace cb {

namespace {

std::function<void()>& heartbeat()
{
    static std::function<void()> function;
    return function;
}

} // namespace

void set_heartbeat(std::function<void()> beat)
{
    heartbeat() = std::move(beat);
}

bool has_heartbeat() noexcept
{
    return static_cast<bool>(heartbeat());
}

void beat()
{
    if (has_heartbeat()) {
        heartbeat()();
    }
}

} // namespace cb
